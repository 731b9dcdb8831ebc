using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FaeRealtime.Core.Errors;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Lifetime;

/// <summary>The GL objects of one context that wait for the GL thread to delete them.</summary>
/// <remarks>
/// The GL thread is the thread that last created or used an object of this library through the same <see cref="GL"/>. Objects disposed on it
/// are deleted at once; objects disposed elsewhere are deleted at the next draw or upload, or by <see cref="Drain"/>.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue, though no collection: what waits is nobody else's business.")]
public sealed class GlDeletionQueue
{
    // Keyed by GL, weakly: everything made from one GL must share one queue, and the types that need it receive only the GL.
    private static readonly ConditionalWeakTable<GL, GlDeletionQueue> s_queues = [];

    private readonly GL _gl;
    private readonly ConcurrentQueue<(GlObjectKind Kind, uint Name, IGlRegistration? Registration)> _pending = new();
    private volatile Func<bool>? _isCurrent;
    private volatile int _thread;
    private volatile bool _abandoned;

    private GlDeletionQueue(GL gl) => _gl = gl;

    /// <summary>How many objects wait.</summary>
    public int Count => _pending.Count;

    /// <summary>The queue of a context.</summary>
    /// <param name="gl">The context's entry points. Borrowed; always gives the same queue.</param>
    /// <returns>The queue.</returns>
    public static GlDeletionQueue For(GL gl)
    {
        ArgumentNullException.ThrowIfNull(gl);
        return s_queues.GetValue(gl, static key => new(key));
    }

    /// <summary>Deletes what waits. Call it on the GL thread with the context current; draws and uploads do so themselves.</summary>
    public void Drain()
    {
        while (_pending.TryDequeue(out var entry))
        {
            if (entry.Registration is { } registration)
            {
                registration.End(!_abandoned);
            }
            else if (!_abandoned)
            {
                Delete(entry.Kind, entry.Name);
            }

            GlObjects.Deleted();
        }
    }

    /// <summary>Says that the context is gone, and its objects with it: nothing is called in it any more. Legal from any thread, twice.</summary>
    public void Abandon()
    {
        _abandoned = true;
        Drain();
    }

    /// <summary>Lets the context itself say whether it is current on the calling thread.</summary>
    internal void Watch(Func<bool> isCurrent) => _isCurrent = isCurrent;

    /// <summary>Marks the calling thread as the GL thread and deletes what waits.</summary>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    internal void Enter()
    {
        if (_abandoned)
        {
            throw new GraphicsException("The OpenGL context of this object is gone. Create the object again in a live context.");
        }

        _thread = Environment.CurrentManagedThreadId;
        if (!_pending.IsEmpty)
        {
            Drain();
        }
    }

    internal void Release(GlObjectKind kind, uint name) => Release((kind, name, null));

    /// <summary>Ends a registration that another interface holds of an object here, on the same terms.</summary>
    internal void Release(IGlRegistration registration) => Release((GlObjectKind.Texture, 0, registration));

    // All through the queue: what was disposed elsewhere before goes first, such as a registration before its texture.
    private void Release((GlObjectKind Kind, uint Name, IGlRegistration? Registration) entry)
    {
        _pending.Enqueue(entry);
        if (_abandoned || IsGlThread())
        {
            Drain();
        }
    }

    private bool IsGlThread() => _isCurrent?.Invoke() ?? _thread == Environment.CurrentManagedThreadId;

    private void Delete(GlObjectKind kind, uint name)
    {
        switch (kind)
        {
            case GlObjectKind.Texture:
                _gl.DeleteTexture(name);
                break;
            case GlObjectKind.Sampler:
                _gl.DeleteSampler(name);
                break;
            case GlObjectKind.Framebuffer:
                _gl.DeleteFramebuffer(name);
                break;
            case GlObjectKind.Buffer:
                _gl.DeleteBuffer(name);
                break;
            case GlObjectKind.VertexArray:
                _gl.DeleteVertexArray(name);
                break;
            default:
                _gl.DeleteProgram(name);
                break;
        }
    }
}
