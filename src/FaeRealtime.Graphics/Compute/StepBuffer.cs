using System.Runtime.InteropServices;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Compute;

/// <summary>What changes from run to run of a <see cref="DispatchList"/>: the kernels' uniform block <c>Step</c>.</summary>
public sealed unsafe class StepBuffer : IDisposable
{
    private readonly GL _gl;
    private readonly GlName _buffer;

    private StepBuffer(GL gl, GlName buffer) => (_gl, _buffer) = (gl, buffer);

    /// <summary>Allocates it.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <returns>The buffer; the caller disposes.</returns>
    public static StepBuffer Create(GL gl)
    {
        var buffer = GlName.Create(gl, GlObjectKind.Buffer);
        gl.BindBuffer(BufferTargetARB.UniformBuffer, buffer.Value);
        gl.BufferData(BufferTargetARB.UniformBuffer, (nuint)sizeof(StepValues), null, BufferUsageARB.DynamicDraw);
        return new StepBuffer(gl, buffer);
    }

    /// <summary>Sets the values for the lists that run from now on, and binds them.</summary>
    public void Set(in StepValues values)
    {
        _gl.BindBufferBase(BufferTargetARB.UniformBuffer, 1, _buffer.Value);
        fixed (StepValues* source = &values)
        {
            _gl.BufferSubData(BufferTargetARB.UniformBuffer, 0, (nuint)sizeof(StepValues), source);
        }
    }

    /// <summary>Binds the values that were set, after somebody else used the context.</summary>
    public void Bind() => _gl.BindBufferBase(BufferTargetARB.UniformBuffer, 1, _buffer.Value);

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();
}

/// <summary>The block <c>Step</c> as it lies in memory (std140): three vectors of four.</summary>
[StructLayout(LayoutKind.Sequential)]
public record struct StepValues
{
    /// <summary>Where the first picture's modulations begin.</summary>
    public uint FirstModulation { get; set; }

    /// <summary>And the second's, which has no condition.</summary>
    public uint SecondModulation { get; set; }

    /// <summary><c>modulation.z</c>, where the first picture's text tokens begin.</summary>
    public uint FirstText { get; set; }

    /// <summary><c>modulation.w</c>, and the second's.</summary>
    public uint SecondText { get; set; }

    /// <summary><c>slots.x</c>, usually where a latent begins.</summary>
    public uint SlotX { get; set; }

    /// <summary><c>slots.y</c>, usually where the result goes.</summary>
    public uint SlotY { get; set; }

    /// <summary><c>slots.z</c>.</summary>
    public uint SlotZ { get; set; }

    private uint SlotW { get; set; }

    /// <summary><c>factors.x</c>.</summary>
    public float FactorX { get; set; }

    /// <summary><c>factors.y</c>.</summary>
    public float FactorY { get; set; }

    /// <summary><c>factors.z</c>.</summary>
    public float FactorZ { get; set; }

    private float FactorW { get; set; }
}
