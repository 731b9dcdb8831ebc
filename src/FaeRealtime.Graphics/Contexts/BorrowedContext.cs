using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.Core.Contexts;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Contexts;

/// <summary>A context that the application owns. It is used while it is current and never disposed.</summary>
public sealed class BorrowedContext : IDisposable
{
    private readonly IGLContext? _context;

    private BorrowedContext(GL gl, IGLContext? context, string renderer) => (Gl, _context, Renderer) = (gl, context, renderer);

    /// <summary>Wraps the context that is current on the calling thread.</summary>
    /// <param name="gl">Its entry points. Borrowed.</param>
    /// <param name="context">The window's context (<c>window.GLContext</c>), which can then be made current and released here. Borrowed; null when the application switches contexts itself.</param>
    /// <exception cref="GraphicsException">No context is current.</exception>
    public static BorrowedContext Attach(GL gl, IGLContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(gl);
        var renderer = gl.GetStringS(StringName.Renderer)
            ?? throw new GraphicsException("OpenGL names no renderer: no context is current on this thread. Attach on the thread and after the moment that makes it current.");
        if (context is not null)
        {
            GlDeletionQueue.For(gl).Watch(() => context.IsCurrent);
        }

        return new BorrowedContext(gl, context, renderer);
    }

    /// <summary>The entry points; call them only while the context is current on the calling thread.</summary>
    public GL Gl { get; }

    /// <summary>The driver's own name (<c>GL_RENDERER</c>), for example <c>llvmpipe (LLVM 15.0.6, 256 bits)</c>.</summary>
    public string Renderer { get; }

    /// <summary>Makes the context current on the calling thread, which becomes its GL thread.</summary>
    /// <remarks>Without an <see cref="IGLContext"/> this does nothing: the application keeps its context current.</remarks>
    /// <exception cref="GraphicsException">The context is current on another thread, or lost.</exception>
    public void MakeCurrent() => _context?.MakeCurrent();

    /// <summary>Leaves the calling thread without this context, so that another thread can take it.</summary>
    /// <remarks>Without an <see cref="IGLContext"/> this does nothing.</remarks>
    public void ReleaseCurrent() => _context?.Clear();

    /// <summary>Says that the application destroyed its context: what still lives in it is forgotten and no GL call is made for it.</summary>
    public void Abandon() => GlDeletionQueue.For(Gl).Abandon();

    /// <summary>Does nothing to the context: the application owns it.</summary>
    public void Dispose()
    {
    }
}
