using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FaeRealtime.Core.Errors;
using Silk.NET.Core.Contexts;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Lifetime;

/// <summary>The GL objects of one context that wait for the GL thread to delete them.</summary>
/// <remarks>
/// The GL thread is the thread that last created or used an object of this library through the same <see cref="GL"/>. Objects disposed on it
/// are deleted at once; objects disposed elsewhere, or while the context is not current, are deleted at the next draw or upload, or by <see cref="Drain"/>. Where the context is gone, as after
/// its window was disposed, that never comes: the names went with the context, nothing is called, and the queue goes with its <see cref="GL"/>.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue, though no collection: what waits is nobody else's business.")]
public sealed class GlDeletionQueue
{
    // Keyed by GL, weakly: everything made from one GL must share one queue, and the types that need it receive only the GL.
    private static readonly ConditionalWeakTable<GL, GlDeletionQueue> Queues = [];

    private readonly GL _gl;
    private readonly ConcurrentQueue<(GlObjectKind Kind, uint Name, IGlRegistration? Registration)> _pending = new();
    private volatile Func<bool>? _isCurrent;
    private volatile int _thread;
    private nint _context;
    private volatile bool _abandoned;

    private GlDeletionQueue(GL gl)
    {
        _gl = gl;

        // Entry points that come from a window know its context.
        if (gl.Context is IGLContext context)
        {
            _isCurrent = () => context.IsCurrent;
        }
    }

    /// <summary>How many objects wait.</summary>
    public int Count => _pending.Count;

    /// <summary>The queue of a context.</summary>
    /// <param name="gl">The context's entry points. Borrowed; always gives the same queue.</param>
    /// <returns>The queue.</returns>
    public static GlDeletionQueue For(GL gl)
    {
        ArgumentNullException.ThrowIfNull(gl);
        return Queues.GetValue(gl, static key => new(key));
    }

    /// <summary>Deletes what waits. Call it on the GL thread with the context current; draws and uploads do so themselves. Without the context nothing is deleted.</summary>
    public void Drain()
    {
        if (_abandoned || IsCurrent())
        {
            DeleteAll();
        }
    }

    private void DeleteAll()
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
        DeleteAll();
    }

    /// <summary>Lets the context itself say whether it is current on the calling thread.</summary>
    internal void Watch(Func<bool> isCurrent) => _isCurrent = isCurrent;

    /// <summary>Marks the calling thread as the GL thread and deletes what waits.</summary>
    /// <exception cref="GraphicsException">The context is gone, or none is current.</exception>
    internal void Enter()
    {
        if (_abandoned)
        {
            throw new GraphicsException("The OpenGL context of this object is gone. Create the object again in a live context.");
        }

        var context = CurrentContext.Handle;
        if (context == 0 && Volatile.Read(ref _context) != 0)
        {
            throw new GraphicsException("No OpenGL context is current on this thread: the one of this object is gone with its window, or current elsewhere. Call on the thread that holds it, before its window is disposed.");
        }

        Volatile.Write(ref _context, context);
        _thread = Environment.CurrentManagedThreadId;
        if (!_pending.IsEmpty)
        {
            DeleteAll();
        }
    }

    internal void Release(GlObjectKind kind, uint name) => Release((kind, name, null));

    /// <summary>Ends a registration that another interface holds of an object here, on the same terms.</summary>
    internal void Release(IGlRegistration registration) => Release((GlObjectKind.Texture, 0, registration));

    // All through the queue: what was disposed elsewhere before goes first, such as a registration before its texture.
    private void Release((GlObjectKind Kind, uint Name, IGlRegistration? Registration) entry)
    {
        _pending.Enqueue(entry);
        Drain();
    }

    // The window system first: it answers after a window is gone, and its context with it. A later context may get the address of a destroyed one, which only its owner knows.
    private bool IsCurrent()
    {
        var context = Volatile.Read(ref _context);
        return (context == 0 || CurrentContext.Handle == context)
            && (_isCurrent?.Invoke() ?? (context != 0 || _thread == Environment.CurrentManagedThreadId));
    }

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

/// <summary>What another interface (CUDA) holds of a GL object and must let go on the GL thread.</summary>
internal interface IGlRegistration
{
    /// <summary>Ends it. Throws nothing.</summary>
    /// <param name="contextLives">Whether the context is there, current on the calling thread; without it nothing in it may be named.</param>
    void End(bool contextLives);
}

/// <summary>Counts the GL objects that this library holds, over all contexts.</summary>
public static class GlObjects
{
    private static int _live;

    /// <summary>Textures, buffers, programs and the like that were created and not yet deleted (or abandoned with their context).</summary>
    public static int LiveCount => Volatile.Read(ref _live);

    internal static void Created() => Interlocked.Increment(ref _live);

    internal static void Deleted() => Interlocked.Decrement(ref _live);
}
