namespace FaeRealtime.Graphics.Presenting;

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
