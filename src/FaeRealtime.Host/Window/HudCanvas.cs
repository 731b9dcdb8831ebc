using FaeRealtime.Graphics.Presenting;

namespace FaeRealtime.Host.Window;

/// <summary>The letters and rectangles of the text over the picture. What was put on it stays until it is cleared.</summary>
internal sealed class HudCanvas
{
    private readonly HudGlyph[] _glyphs = new HudGlyph[HudPass.Capacity];
    private readonly HudBar[] _bars = new HudBar[HudCharts.MostBars + 64];
    private int _letters;

    /// <summary>The letters.</summary>
    public ReadOnlySpan<HudGlyph> Glyphs => _glyphs.AsSpan(0, _letters);

    /// <summary>The rectangles.</summary>
    public ReadOnlySpan<HudBar> Bars => _bars.AsSpan(0, BarCount);

    /// <summary>How many rectangles there are; a smaller number takes the last ones away.</summary>
    public int BarCount { get; set; }

    /// <summary>Room for more rectangles; those that are used are to be counted in <see cref="BarCount"/>.</summary>
    public Span<HudBar> Free => _bars.AsSpan(BarCount);

    /// <summary>Takes all away.</summary>
    public void Clear() => (_letters, BarCount) = (0, 0);

    /// <summary>Sets a line. Allocates nothing.</summary>
    public void Text(ReadOnlySpan<char> text, HudStyle style, double x, int baseline) => _letters += HudFont.Shared.Place(text, style, x, baseline, _glyphs.AsSpan(_letters));

    /// <summary>Sets a line that ends at a place. Allocates nothing.</summary>
    public void TextBefore(ReadOnlySpan<char> text, HudStyle style, double right, int baseline) => Text(text, style, right - HudFont.Shared.Measure(text, style), baseline);

    /// <summary>Fills a rectangle; where there is no room for more, nothing. Allocates nothing.</summary>
    public void Bar(HudBar bar)
    {
        if (BarCount < _bars.Length)
        {
            _bars[BarCount++] = bar;
        }
    }

    /// <summary>Fills a rectangle.</summary>
    public void Bar(int left, int top, int width, int height, uint color) => Bar(new HudBar((ushort)left, (ushort)top, (ushort)width, (ushort)height, color));
}
