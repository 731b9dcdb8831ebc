using FaeRealtime.Graphics.Presenting;

namespace FaeRealtime.Host.Window;

/// <summary>A title over rows of a name and what it is; long ones are broken.</summary>
/// <param name="title">Empty for none.</param>
/// <param name="rows">The names may be empty.</param>
/// <param name="footer">Stands last, quietly; empty for none.</param>
internal sealed class HudTable(string title, IReadOnlyList<(string Name, string Value)> rows, string footer = "") : HudPanel
{
    // Longer lines are hard to read.
    private const double WidestEm = 34, WidestMessageEm = 44;
    private const double Gap = 12;

    private readonly List<(string Name, string Value)> _lines = [];
    private int _names;

    /// <summary>Whether it tells what went wrong.</summary>
    public bool IsError { get; init; }

    public override uint Color => IsError ? 0x8E1A20E0 : base.Color;

    public override IEnumerable<string> Lines =>
        [.. title.Length > 0 ? [title] : (string[])[], .. rows.Select(row => row.Name.Length > 0 ? $"{row.Name} {row.Value}" : row.Value), .. footer.Length > 0 ? [footer] : (string[])[]];

    public override (int Width, int Lines) Arrange(HudMetrics metrics, int width, int lines)
    {
        var style = metrics.Text;
        _names = rows.Max(row => row.Name.Length > 0 ? Measure(row.Name, style) + metrics.Pixels(Gap) : 0);
        var room = Math.Min(width, (int)((title.Length > 0 ? WidestEm : WidestMessageEm) * style.Size)) - _names;
        _lines.Clear();
        foreach (var (name, value) in rows)
        {
            _lines.AddRange(HudWrap.Lines(value, style, room).Select((line, i) => (i == 0 ? name : string.Empty, line)));
        }

        var widest = Math.Max(_names + _lines.Max(line => Measure(line.Value, style)), Math.Max(Measure(title, Title(metrics)), Measure(footer, style)));
        return (widest, _lines.Count + (title.Length > 0 ? 1 : 0) + (footer.Length > 0 ? 1 : 0));
    }

    public override void Draw(HudMetrics metrics, int left, int top, int width, HudCanvas canvas)
    {
        var (style, row) = (metrics.Text, 0);
        if (title.Length > 0)
        {
            canvas.Text(title, Title(metrics), left, metrics.Baseline(top, row++));
        }

        foreach (var (name, value) in _lines)
        {
            canvas.Text(name, style with { Color = Label }, left, metrics.Baseline(top, row));
            canvas.Text(value, style, left + _names, metrics.Baseline(top, row++));
        }

        canvas.Text(footer, style with { Color = Label }, left, metrics.Baseline(top, row));
    }
}
