using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.Core.Contexts;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Contexts;

/// <summary>A context that the application owns. It is used while it is current and never disposed.</summary>
public sealed class BorrowedContext : IGraphicsContext
{
    private readonly IGLContext? _context;

    /// <summary>Wraps entry points whose context the application itself makes current.</summary>
    /// <param name="gl">Entry points of the context that is current on the calling thread. Borrowed.</param>
    /// <exception cref="GraphicsException">No context is current.</exception>
    public BorrowedContext(GL gl)
        : this(gl, null)
    {
    }

    /// <summary>Wraps a window's context, which this type can then make current and release.</summary>
    /// <param name="gl">Entry points of the context. Borrowed.</param>
    /// <param name="context">The window's context (<c>window.GLContext</c>), current on the calling thread. Borrowed; null when the application switches contexts itself.</param>
    /// <exception cref="GraphicsException">No context is current.</exception>
    public BorrowedContext(GL gl, IGLContext? context)
    {
        ArgumentNullException.ThrowIfNull(gl);
        Gl = gl;
        _context = context;
        Renderer = gl.GetStringS(StringName.Renderer)
            ?? throw new GraphicsException("OpenGL names no renderer: no context is current on this thread. Attach on the thread and after the moment that makes it current.");
        if (context is not null)
        {
            GlDeletionQueue.For(gl).Watch(() => context.IsCurrent);
        }
    }

    /// <inheritdoc/>
    public GL Gl { get; }

    /// <inheritdoc/>
    public string Renderer { get; }

    /// <inheritdoc/>
    /// <remarks>Without an <see cref="IGLContext"/> this does nothing: the application keeps its context current.</remarks>
    public void MakeCurrent() => _context?.MakeCurrent();

    /// <inheritdoc/>
    /// <remarks>Without an <see cref="IGLContext"/> this does nothing.</remarks>
    public void ReleaseCurrent() => _context?.Clear();

    /// <summary>Says that the application destroyed its context: what still lives in it is forgotten and no GL call is made for it.</summary>
    public void Abandon() => GlDeletionQueue.For(Gl).Abandon();

    /// <summary>Does nothing to the context: the application owns it.</summary>
    public void Dispose()
    {
    }
}
