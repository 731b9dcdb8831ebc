using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>Draws filled rectangles into the HUD, such as the bars of sparklines, all in one call.</summary>
/// <remarks>Sets all state that decides what it draws and puts it back. Disposal is legal twice, from any thread, before or after the context is gone.</remarks>
public sealed class HudBarPass : IDisposable
{
    private const nint ColorOffset = 4 * sizeof(ushort);

    private readonly HudInstances<HudBar> _bars;

    private HudBarPass(HudInstances<HudBar> bars) => _bars = bars;

    /// <summary>Compiles the shaders; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <exception cref="GraphicsException">A shader does not compile, or no context is current.</exception>
    public static HudBarPass Create(GL gl) => new(HudInstances<HudBar>.Create(gl, "hud-bar", (4, VertexAttribIType.UnsignedShort, 0), (1, VertexAttribIType.UnsignedInt, ColorOffset)));

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

/// <summary>A filled rectangle of the HUD, in font pixels from the corner where the text begins; a character's cell is <see cref="HudPass.CellPixels"/> wide and high.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Color">Red in the highest byte, then green, blue and alpha.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct HudBar(ushort X, ushort Y, ushort Width, ushort Height, uint Color);

/// <summary>A small chart of bars, one a value, the latest on the right.</summary>
/// <param name="Area">Where it stands, and the colour behind it.</param>
/// <param name="Color">Of the bars.</param>
public readonly record struct Sparkline(HudBar Area, uint Color)
{
    /// <summary>Bars that a chart of this width needs at most, with the one behind it.</summary>
    public int MostBars => Area.Width + 1;

    /// <summary>Writes the chart's bars, a font pixel wide each. Allocates nothing.</summary>
    /// <param name="values">Oldest first, 0 or more; where there are more than fit, the latest.</param>
    /// <param name="full">The value that fills the height; larger ones are cut there.</param>
    /// <param name="bars">Receives them; room for <see cref="MostBars"/>.</param>
    /// <returns>How many there are.</returns>
    public int Place(ReadOnlySpan<double> values, double full, Span<HudBar> bars)
    {
        bars[0] = Area;
        var count = 1;
        var shown = values[Math.Max(0, values.Length - Area.Width)..];
        var left = Area.X + Area.Width - shown.Length;
        for (var i = 0; i < shown.Length; i++)
        {
            // Any time at all shows as a pixel: an empty column means that nothing was measured.
            var height = (ushort)Math.Clamp(Math.Round(shown[i] / full * Area.Height), 1, Area.Height);
            bars[count++] = new HudBar((ushort)(left + i), (ushort)(Area.Y + Area.Height - height), 1, height, Color);
        }

        return count;
    }
}
