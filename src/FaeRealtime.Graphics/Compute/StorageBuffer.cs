using System.Globalization;
using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Compute;

/// <summary>Memory on the device that compute shaders read and write, of fixed size. Disposal is legal twice, from any thread, before or after the context is gone.</summary>
public sealed unsafe class StorageBuffer : IDisposable
{
    private readonly GL _gl;
    private readonly GlName _buffer;

    private StorageBuffer(GL gl, GlName buffer, nuint bytes) => (_gl, _buffer, Bytes) = (gl, buffer, bytes);

    /// <summary>Its size.</summary>
    public nuint Bytes { get; }

    /// <summary>The GL name.</summary>
    internal uint Value => _buffer.Value;

    /// <summary>Allocates memory, zeros in it.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="bytes">Its size; 0 is taken for 4, the least that can be bound.</param>
    /// <returns>The buffer; the caller disposes.</returns>
    /// <exception cref="GraphicsException">The device has not as much.</exception>
    public static StorageBuffer Create(GL gl, long bytes) => Of(gl, new ReadOnlySpan<byte>(), bytes);

    /// <summary>Allocates memory for values.</summary>
    /// <typeparam name="T">What they are.</typeparam>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="values">Copied.</param>
    /// <returns>The buffer; the caller disposes.</returns>
    /// <exception cref="GraphicsException">The device has not as much memory.</exception>
    public static StorageBuffer Of<T>(GL gl, ReadOnlySpan<T> values)
        where T : unmanaged => Of(gl, MemoryMarshal.AsBytes(values), (long)values.Length * sizeof(T));

    /// <summary>Replaces values; in the order of the commands before and after.</summary>
    /// <typeparam name="T">What they are.</typeparam>
    /// <param name="first">Number of the first that is replaced.</param>
    /// <param name="values">Copied.</param>
    /// <exception cref="ShapeException">They reach beyond the end.</exception>
    public void Write<T>(long first, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Check(first * sizeof(T), (long)values.Length * sizeof(T));
        _gl.MemoryBarrier(MemoryBarrierMask.BufferUpdateBarrierBit);
        _gl.BindBuffer(BufferTargetARB.CopyWriteBuffer, Value);
        fixed (T* source = values)
        {
            _gl.BufferSubData(BufferTargetARB.CopyWriteBuffer, (nint)(first * sizeof(T)), (nuint)(values.Length * sizeof(T)), source);
        }
    }

    /// <summary>Reads values, which waits for the commands before.</summary>
    /// <typeparam name="T">What they are.</typeparam>
    /// <param name="first">Number of the first.</param>
    /// <param name="values">Receives them.</param>
    /// <exception cref="ShapeException">They reach beyond the end.</exception>
    public void Read<T>(long first, Span<T> values)
        where T : unmanaged
    {
        Check(first * sizeof(T), (long)values.Length * sizeof(T));
        _gl.MemoryBarrier(MemoryBarrierMask.BufferUpdateBarrierBit);
        _gl.BindBuffer(BufferTargetARB.CopyReadBuffer, Value);
        fixed (T* target = values)
        {
            _gl.GetBufferSubData(BufferTargetARB.CopyReadBuffer, (nint)(first * sizeof(T)), (nuint)(values.Length * sizeof(T)), target);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private static StorageBuffer Of(GL gl, ReadOnlySpan<byte> values, long bytes)
    {
        ArgumentNullException.ThrowIfNull(gl);
        bytes = Math.Max(4, bytes);
        var name = GlName.Create(gl, GlObjectKind.Buffer);
        gl.BindBuffer(BufferTargetARB.CopyWriteBuffer, name.Value);
        while (gl.GetError() != GLEnum.NoError)
        {
            // Somebody else's error must not be taken for a refusal of this memory.
        }

        fixed (byte* source = values)
        {
            gl.BufferData(BufferTargetARB.CopyWriteBuffer, (nuint)bytes, source, BufferUsageARB.DynamicCopy);
        }

        if (values.IsEmpty)
        {
            // Without a value it is filled with zeros, on the device.
            gl.ClearBufferData(GLEnum.CopyWriteBuffer, GLEnum.R8ui, GLEnum.RedInteger, GLEnum.UnsignedByte, null);
        }

        if (gl.GetError() is not GLEnum.NoError and var error)
        {
            name.Dispose();
            throw new GraphicsException(string.Create(
                CultureInfo.InvariantCulture, $"{gl.GetStringS(StringName.Renderer)} gives no {bytes / 1048576.0:0.#} MiB of memory ({error}). Close what else uses the GPU, or take a smaller model."));
        }

        return new StorageBuffer(gl, name, (nuint)bytes);
    }

    private void Check(long first, long length)
    {
        if (first < 0 || first + length > (long)Bytes)
        {
            throw new ShapeException($"{length} bytes from {first} on do not lie in a buffer of {Bytes}.");
        }
    }
}
