using FaeRealtime.Core.Errors;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Contexts;

/// <summary>An OpenGL context, whoever made it.</summary>
public interface IGraphicsContext : IDisposable
{
    /// <summary>The entry points; call them only while the context is current on the calling thread.</summary>
    GL Gl { get; }

    /// <summary>The driver's own name (<c>GL_RENDERER</c>), for example <c>llvmpipe (LLVM 15.0.6, 256 bits)</c>.</summary>
    string Renderer { get; }

    /// <summary>Makes the context current on the calling thread, which becomes its GL thread.</summary>
    /// <exception cref="GraphicsException">The context is current on another thread, or lost.</exception>
    void MakeCurrent();

    /// <summary>Leaves the calling thread without this context, so that another thread can take it.</summary>
    void ReleaseCurrent();
}
