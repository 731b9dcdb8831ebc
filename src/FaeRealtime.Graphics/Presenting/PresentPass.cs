using System.Numerics;
using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Shaders;
using FaeRealtime.Graphics.State;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>Draws a picture into the bound framebuffer: centred, aspect kept, bars beside it.</summary>
/// <remarks>Sets all state that decides what it draws and puts it back; the framebuffer with its draw buffers is the caller's. Disposal is legal twice, from any thread, before or after the context is gone.</remarks>
public sealed unsafe class PresentPass : IDisposable
{
    private readonly GL _gl;
    private readonly GlDeletionQueue _queue;
    private readonly ShaderProgram _program;
    private readonly GlName _vertices;
    private readonly GlName _smooth;
    private readonly GlName _nearest;
    private readonly DrawState _state;
    private volatile bool _disposed;

    private PresentPass(GL gl, GlFeatures features, ShaderProgram program, GlName vertices, GlName smooth, GlName nearest)
    {
        (_gl, _queue, _state) = (gl, GlDeletionQueue.For(gl), new DrawState(gl, features));
        (_program, _vertices, _smooth, _nearest) = (program, vertices, smooth, nearest);
    }

    /// <summary>Compiles the shaders; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <exception cref="GraphicsException">A shader does not compile, or no context is current.</exception>
    public static PresentPass Create(GL gl) => Create(gl, null);

    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="features">What to use of the context; null for all that it has.</param>
    internal static PresentPass Create(GL gl, GlFeatures? features)
    {
        ArgumentNullException.ThrowIfNull(gl);
        using var parts = new PartsInMaking();
        var program = parts.Add(ShaderProgram.Load(gl, "present"));

        // The sampler of the shader reads from unit 0, where all uniforms start. The triangle comes from gl_VertexID, but a core context draws nothing without a vertex array.
        var vertices = parts.Add(GlName.Create(gl, GlObjectKind.VertexArray));
        var smooth = parts.Add(CreateSampler(gl, TextureMinFilter.Linear, TextureMagFilter.Linear));
        var nearest = parts.Add(CreateSampler(gl, TextureMinFilter.Nearest, TextureMagFilter.Nearest));
        return parts.Finish(new PresentPass(gl, features ?? GlFeatures.Of(gl), program, vertices, smooth, nearest));
    }

    /// <summary>Draws one frame; call it on the GL thread. Allocates nothing. A target without pixels (a minimised window) is left alone.</summary>
    /// <param name="texture">A 2-D texture whose row 0 is the picture's top row. Borrowed.</param>
    /// <param name="sourceWidth">Its width in pixels.</param>
    /// <param name="sourceHeight">Its height in pixels.</param>
    /// <param name="targetWidth">Width of the bound framebuffer in pixels.</param>
    /// <param name="targetHeight">Height of the bound framebuffer in pixels.</param>
    /// <param name="options">Filter and background.</param>
    /// <exception cref="ArgumentOutOfRangeException">The source has no pixels.</exception>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The pass is disposed.</exception>
    public void Draw(uint texture, int sourceWidth, int sourceHeight, int targetWidth, int targetHeight, PresentOptions options)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(options);
        _queue.Enter();
        if (targetWidth <= 0 || targetHeight <= 0)
        {
            return;
        }

        var area = PresentArea.Fit(sourceWidth, sourceHeight, targetWidth, targetHeight);
        using var state = _state.Begin(over: false);
        if (area.Width < targetWidth || area.Height < targetHeight)
        {
            Fill(options.Background);
        }

        _state.Viewport(area.X, area.Y, area.Width, area.Height);
        _program.Use();
        _gl.BindTexture(TextureTarget.Texture2D, texture);
        _gl.BindSampler(0, options.Filter == PresentFilter.Nearest ? _nearest.Value : _smooth.Value);
        _gl.BindVertexArray(_vertices.Value);
        _gl.DrawArrays(PrimitiveType.Triangles, 0, 3);
    }

    /// <summary>Fills the whole bound framebuffer with one colour; call it on the GL thread.</summary>
    /// <param name="color">Red, green, blue in [0, 1], written as they are.</param>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The pass is disposed.</exception>
    public void Clear(Vector3 color)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _queue.Enter();
        using var state = _state.Begin(over: false);
        Fill(color);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _program.Dispose();
        _vertices.Dispose();
        _smooth.Dispose();
        _nearest.Dispose();
    }

    // Draw buffer 0 alone, and without the application's clear colour.
    private void Fill(Vector3 color)
    {
        var values = stackalloc float[] { color.X, color.Y, color.Z, 1 };
        _gl.ClearBuffer(BufferKind.Color, 0, values);
    }

    private static GlName CreateSampler(GL gl, TextureMinFilter min, TextureMagFilter mag)
    {
        var sampler = GlName.Create(gl, GlObjectKind.Sampler);
        gl.SamplerParameter(sampler.Value, SamplerParameterI.MinFilter, (int)min);
        gl.SamplerParameter(sampler.Value, SamplerParameterI.MagFilter, (int)mag);
        gl.SamplerParameter(sampler.Value, SamplerParameterI.WrapS, (int)TextureWrapMode.ClampToEdge);
        gl.SamplerParameter(sampler.Value, SamplerParameterI.WrapT, (int)TextureWrapMode.ClampToEdge);
        return sampler;
    }
}
