using System.Runtime.InteropServices;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>A filled rectangle of the HUD, in pixels from the target's top left corner.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Color">Red in the highest byte, then green, blue and alpha.</param>
/// <param name="Radius">Of its corners.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct HudBar(ushort X, ushort Y, ushort Width, ushort Height, uint Color, uint Radius = 0)
{
    /// <summary>Bytes before the colour and the radius.</summary>
    internal const nint ColorOffset = 4 * sizeof(ushort), RadiusOffset = ColorOffset + sizeof(uint);
}

/// <summary>A small chart of bars, one a value, the latest on the right.</summary>
/// <param name="Area">Where it stands, and the colour behind it.</param>
/// <param name="Color">Of the bars.</param>
/// <param name="BarWidth">Of each bar, in pixels.</param>
public readonly record struct Sparkline(HudBar Area, uint Color, int BarWidth = 1)
{
    /// <summary>Bars that a chart of this width needs at most, with the one behind it.</summary>
    public int MostBars => (Area.Width / BarWidth) + 1;

    /// <summary>Writes the chart's bars. Allocates nothing.</summary>
    /// <param name="values">Oldest first, 0 or more; where there are more than fit, the latest.</param>
    /// <param name="full">The value that fills the height; larger ones are cut there.</param>
    /// <param name="bars">Receives them; room for <see cref="MostBars"/>.</param>
    /// <returns>How many there are.</returns>
    public int Place(ReadOnlySpan<double> values, double full, Span<HudBar> bars)
    {
        bars[0] = Area;
        var count = 1;
        var shown = values[Math.Max(0, values.Length - (Area.Width / BarWidth))..];
        var left = Area.X + Area.Width - (shown.Length * BarWidth);
        for (var i = 0; i < shown.Length; i++)
        {
            // Any time at all shows as a pixel: an empty column means that nothing was measured.
            var height = (ushort)Math.Clamp(Math.Round(shown[i] / full * Area.Height), 1, Area.Height);
            bars[count++] = new HudBar((ushort)(left + (i * BarWidth)), (ushort)(Area.Y + Area.Height - height), (ushort)BarWidth, height, Color);
        }

        return count;
    }
}
