using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Shaders;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>Draws filled rectangles into the HUD, such as the bars of sparklines, all in one call.</summary>
/// <remarks>Changes program, vertex array, array buffer, viewport and blending. Disposal is legal twice, from any thread, before or after the context is gone.</remarks>
public sealed unsafe class HudBarPass : IDisposable
{
    private const nint ColorOffset = 4 * sizeof(ushort);

    private readonly GL _gl;
    private readonly GlDeletionQueue _queue;
    private readonly ShaderProgram _program;
    private readonly GlName _vertices;
    private readonly GlName _instances;
    private readonly int _target;
    private readonly int _scale;
    private volatile bool _disposed;

    /// <summary>Compiles the shaders; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <exception cref="GraphicsException">A shader does not compile, or no context is current.</exception>
    public HudBarPass(GL gl)
    {
        ArgumentNullException.ThrowIfNull(gl);
        _gl = gl;
        _queue = GlDeletionQueue.For(gl);
        _program = ShaderProgram.Load(gl, "hud-bar");
        _target = _program.Uniform("target");
        _scale = _program.Uniform("scale");
        _instances = GlName.Create(gl, GlObjectKind.Buffer);
        _vertices = CreateVertices();
    }

    /// <summary>Draws rectangles, later ones over earlier ones; call it on the GL thread after the picture, and before text that stands on them. Allocates nothing.</summary>
    /// <param name="bars">What does not fit the target is cut off.</param>
    /// <param name="targetWidth">Width of the bound framebuffer in pixels.</param>
    /// <param name="targetHeight">Height of the bound framebuffer in pixels.</param>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The pass is disposed.</exception>
    public void Draw(ReadOnlySpan<HudBar> bars, int targetWidth, int targetHeight)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _queue.Enter();
        if (targetWidth <= 0 || targetHeight <= 0 || bars.IsEmpty)
        {
            return;
        }

        HudTarget.Begin(_gl, targetWidth, targetHeight);
        _program.Use();
        _gl.Uniform2(_target, (float)targetWidth, targetHeight);
        _gl.Uniform1(_scale, (float)HudTarget.Scale(targetHeight));
        _gl.BindVertexArray(_vertices.Value);
        _gl.BindBuffer(BufferTargetARB.ArrayBuffer, _instances.Value);
        _gl.BufferData<HudBar>(BufferTargetARB.ArrayBuffer, bars, BufferUsageARB.StreamDraw);
        _gl.DrawArraysInstanced(PrimitiveType.TriangleStrip, 0, 4, (uint)bars.Length);
        HudTarget.End(_gl);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _program.Dispose();
        _vertices.Dispose();
        _instances.Dispose();
    }

    private GlName CreateVertices()
    {
        var vertices = GlName.Create(_gl, GlObjectKind.VertexArray);
        _gl.BindVertexArray(vertices.Value);
        _gl.BindBuffer(BufferTargetARB.ArrayBuffer, _instances.Value);
        _gl.EnableVertexAttribArray(0);
        _gl.VertexAttribIPointer(0, 4, VertexAttribIType.UnsignedShort, (uint)sizeof(HudBar), null);
        _gl.VertexAttribDivisor(0, 1);
        _gl.EnableVertexAttribArray(1);
        _gl.VertexAttribIPointer(1, 1, VertexAttribIType.UnsignedInt, (uint)sizeof(HudBar), (void*)ColorOffset);
        _gl.VertexAttribDivisor(1, 1);
        _gl.BindVertexArray(0);
        return vertices;
    }
}
