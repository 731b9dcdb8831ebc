using FaeRealtime.Core.Errors;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>Draws filled rectangles into the HUD, such as the bars of sparklines, all in one call.</summary>
/// <remarks>Sets all state that decides what it draws and puts it back. Disposal is legal twice, from any thread, before or after the context is gone.</remarks>
public sealed class HudBarPass : IDisposable
{
    private const nint ColorOffset = 4 * sizeof(ushort);

    private readonly HudInstances<HudBar> _bars;

    /// <summary>Compiles the shaders; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <exception cref="GraphicsException">A shader does not compile, or no context is current.</exception>
    public HudBarPass(GL gl) => _bars = new HudInstances<HudBar>(gl, "hud-bar", (4, VertexAttribIType.UnsignedShort, 0), (1, VertexAttribIType.UnsignedInt, ColorOffset));

    /// <summary>Draws rectangles, later ones over earlier ones; call it on the GL thread after the picture, and before text that stands on them. Allocates nothing.</summary>
    /// <param name="bars">What does not fit the target is cut off.</param>
    /// <param name="targetWidth">Width of the bound framebuffer in pixels.</param>
    /// <param name="targetHeight">Height of the bound framebuffer in pixels.</param>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The pass is disposed.</exception>
    public void Draw(ReadOnlySpan<HudBar> bars, int targetWidth, int targetHeight) => _bars.Draw(bars, targetWidth, targetHeight);

    /// <inheritdoc/>
    public void Dispose() => _bars.Dispose();
}
