using FaeRealtime.Core.Errors;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Lifetime;

/// <summary>The name of one GL object that this library owns. Disposing it is legal twice, from any thread and after the context is gone.</summary>
internal sealed class GlName : IDisposable
{
    private readonly GlDeletionQueue _queue;
    private readonly GlObjectKind _kind;
    private int _disposed;

    private GlName(GlDeletionQueue queue, GlObjectKind kind, uint value)
    {
        (_queue, _kind, Value) = (queue, kind, value);
        GlObjects.Created();
    }

    public uint Value { get; }

    public static GlName Create(GL gl, GlObjectKind kind)
    {
        var queue = GlDeletionQueue.For(gl);
        queue.Enter();
        var value = kind switch
        {
            GlObjectKind.Texture => gl.GenTexture(),
            GlObjectKind.Sampler => gl.GenSampler(),
            GlObjectKind.Framebuffer => gl.GenFramebuffer(),
            GlObjectKind.Buffer => gl.GenBuffer(),
            GlObjectKind.VertexArray => gl.GenVertexArray(),
            _ => gl.CreateProgram(),
        };
        return value != 0
            ? new(queue, kind, value)
            : throw new GraphicsException($"OpenGL gave no name for a new {kind}: no context is current on this thread. Call MakeCurrent first.");
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _queue.Release(_kind, Value);
        }
    }
}

internal enum GlObjectKind
{
    Texture,
    Sampler,
    Framebuffer,
    Buffer,
    VertexArray,
    Program,
}
