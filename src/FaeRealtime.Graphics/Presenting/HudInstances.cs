using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Shaders;
using FaeRealtime.Graphics.State;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>The shader, buffer and call by which the HUD draws rectangles, one instance each, blended over the whole target.</summary>
/// <typeparam name="T">What the vertex shader reads of an instance: whole numbers, one after another.</typeparam>
internal sealed unsafe class HudInstances<T> : IDisposable
    where T : unmanaged
{
    private readonly GL _gl;
    private readonly GlDeletionQueue _queue;
    private readonly ShaderProgram _program;
    private readonly GlName _vertices;
    private readonly GlName _instances;
    private readonly DrawState _state;
    private readonly int _target;
    private volatile bool _disposed;

    private HudInstances(GL gl, ShaderProgram program, int target, GlName instances, GlName vertices)
    {
        (_gl, _queue, _state) = (gl, GlDeletionQueue.For(gl), new DrawState(gl, GlFeatures.Of(gl)));
        (_program, _target) = (program, target);
        (_instances, _vertices) = (instances, vertices);
    }

    /// <summary>Compiles the shaders; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="shader">The program's name in the shader folder, with the uniform <c>target</c>.</param>
    /// <param name="attributes">The members of <typeparamref name="T"/>, in order.</param>
    /// <exception cref="GraphicsException">A shader does not compile, or no context is current.</exception>
    public static HudInstances<T> Create(GL gl, string shader, params ReadOnlySpan<(int Numbers, VertexAttribIType Type, nint Offset)> attributes)
    {
        ArgumentNullException.ThrowIfNull(gl);
        using var parts = new PartsInMaking();
        var program = parts.Add(ShaderProgram.Load(gl, shader));
        var buffer = parts.Add(GlName.Create(gl, GlObjectKind.Buffer));
        var vertices = parts.Add(GlName.Create(gl, GlObjectKind.VertexArray));
        var pass = new HudInstances<T>(gl, program, program.Uniform("target"), buffer, vertices);
        pass.Describe(attributes);
        return parts.Finish(pass);
    }

    /// <summary>Draws; call it on the GL thread after the picture. Allocates nothing.</summary>
    /// <param name="instances">Later ones over earlier ones.</param>
    /// <param name="targetWidth">Width of the bound framebuffer in pixels.</param>
    /// <param name="targetHeight">Height of the bound framebuffer in pixels.</param>
    /// <param name="texture">Bound to texture unit 0; null for none.</param>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public void Draw(ReadOnlySpan<T> instances, int targetWidth, int targetHeight, GlName? texture = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _queue.Enter();
        if (targetWidth <= 0 || targetHeight <= 0 || instances.IsEmpty)
        {
            return;
        }

        using var state = _state.Begin(over: true);
        _state.Viewport(0, 0, targetWidth, targetHeight);
        if (texture is not null)
        {
            _gl.BindTexture(TextureTarget.Texture2D, texture.Value);
        }

        _program.Use();
        _gl.Uniform2(_target, (float)targetWidth, targetHeight);
        _gl.BindVertexArray(_vertices.Value);
        _gl.BindBuffer(BufferTargetARB.ArrayBuffer, _instances.Value);
        _gl.BufferData(BufferTargetARB.ArrayBuffer, instances, BufferUsageARB.StreamDraw);
        _gl.DrawArraysInstanced(PrimitiveType.TriangleStrip, 0, 4, (uint)instances.Length);
    }

    private void Describe(ReadOnlySpan<(int Numbers, VertexAttribIType Type, nint Offset)> attributes)
    {
        using var state = _state.Begin(over: true);
        _gl.BindVertexArray(_vertices.Value);
        _gl.BindBuffer(BufferTargetARB.ArrayBuffer, _instances.Value);
        for (var i = 0u; i < attributes.Length; i++)
        {
            var (numbers, type, offset) = attributes[(int)i];
            _gl.EnableVertexAttribArray(i);
            _gl.VertexAttribIPointer(i, numbers, type, (uint)sizeof(T), (void*)offset);
            _gl.VertexAttribDivisor(i, 1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _program.Dispose();
        _vertices.Dispose();
        _instances.Dispose();
    }
}
