using FaeRealtime.Core.Errors;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Contexts;

/// <summary>A context that an engine computes in: one of its own, for one thread at a time, or an application's in slices.</summary>
public interface IGlContext : IDisposable
{
    /// <summary>The entry points; call them only while the context is current on the calling thread.</summary>
    GL Gl { get; }

    /// <summary>The driver's own name (<c>GL_RENDERER</c>).</summary>
    string Renderer { get; }

    /// <summary>The native handle of the context whose objects it shares; 0 for none.</summary>
    nint SharesWith { get; }

    /// <summary>The context for one engine, which asks for it before all else.</summary>
    /// <returns>Borrowed; it ends with the context that is there now, where another can take its place.</returns>
    IGlContext Open() => this;

    /// <summary>Makes the context current on the calling thread unless it is.</summary>
    /// <exception cref="GraphicsException">The context is current on another thread, or lost.</exception>
    void EnsureCurrent();

    /// <summary>Leaves the calling thread without this context, so that another thread can take it.</summary>
    void ReleaseCurrent();

    /// <summary>Does a piece of work after the other, and waits until the last one was issued.</summary>
    /// <param name="work">What is done. Borrowed until this returns.</param>
    /// <exception cref="GraphicsException">The context is current on another thread, or lost.</exception>
    void Run(IGlWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        EnsureCurrent();
        work.Begin();
        while (work.Advance(LongestWait).State != GlPieceState.Last)
        {
        }
    }

    /// <summary>Deletes objects made in this context.</summary>
    /// <param name="objects">What is disposed.</param>
    void Delete(IDisposable objects)
    {
        ArgumentNullException.ThrowIfNull(objects);
        EnsureCurrent();
        objects.Dispose();
    }

    /// <summary>Longer than any frame, in nanoseconds: a device that needs more is lost.</summary>
    private const ulong LongestWait = 60_000_000_000;
}

/// <summary>Contexts beside an application's.</summary>
public static class GlContexts
{
    /// <summary>Creates a context that shares its textures and buffers with the one that is current on the calling thread, which stays current: EGL's or GLX's.</summary>
    /// <returns>The context, current nowhere; the caller disposes, after what uses it.</returns>
    /// <exception cref="GraphicsException">None is current, or the driver has no OpenGL 4.3.</exception>
    public static IGlContext ShareCurrent() => GlxContext.TryShareCurrent() ?? (IGlContext?)EglContext.TryShareCurrent()
        ?? throw new GraphicsException("No OpenGL context of EGL or GLX is current on this thread, so none can be shared. Call it on the thread that draws, while its context is current.");
}
