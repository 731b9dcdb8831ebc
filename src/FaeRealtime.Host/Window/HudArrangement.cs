using FaeRealtime.Graphics.Presenting;

namespace FaeRealtime.Host.Window;

/// <summary>Finds places for the panels of a window: beside each other or below each other, as large as they fit; messages at the bottom.</summary>
/// <param name="width">Of the window in pixels.</param>
/// <param name="height">Of the window in pixels.</param>
internal sealed class HudArrangement(int width, int height)
{
    private readonly List<Placed> _placed = [];

    /// <summary>How large the text became.</summary>
    public HudMetrics Metrics { get; private set; }

    /// <summary>Draws all panels. Where even small letters find no room, main panels are left out, the first one first, then those of <paramref name="side"/>; messages never.</summary>
    /// <param name="main">On the left.</param>
    /// <param name="side">On the right of them, or else below.</param>
    /// <param name="messages">At the bottom.</param>
    /// <param name="canvas">Receives them.</param>
    public void Draw(List<HudPanel> main, List<HudPanel> side, List<HudPanel> messages, HudCanvas canvas)
    {
        Choose(main, side, messages);
        foreach (var (panel, left, top, size) in _placed)
        {
            canvas.Bar(Metrics.Panel(left, top, size.Width, size.Lines, panel.Color));
            panel.Draw(Metrics, left + Metrics.Padding, top + Metrics.Padding, size.Width, canvas);
        }
    }

    /// <summary>Whether a panel found a place.</summary>
    public bool Has(HudPanel panel) => _placed.Any(placed => placed.Panel == panel);

    private void Choose(List<HudPanel> main, List<HudPanel> side, List<HudPanel> messages)
    {
        for (var kept = main.Count; kept >= 0; kept--)
        {
            for (var scale = HudMetrics.For(width, height).Scale; scale >= HudMetrics.Smallest; scale -= HudMetrics.Step)
            {
                Metrics = new HudMetrics(scale);

                // What was asked for stays: the panel that is always there makes room first.
                var shown = main.Skip(main.Count - kept).ToList();
                if (TryPlace(shown, side, messages, beside: true) || TryPlace(shown, side, messages, beside: false))
                {
                    return;
                }
            }
        }

        TryPlace([], [], messages, beside: false);
    }

    private bool TryPlace(List<HudPanel> main, List<HudPanel> side, List<HudPanel> messages, bool beside)
    {
        _placed.Clear();
        var (margin, right) = (Metrics.Margin, width - Metrics.Margin);
        var bottom = height - margin;
        foreach (var message in messages.AsEnumerable().Reverse())
        {
            var size = message.Arrange(Metrics, right - margin - (2 * Metrics.Padding), int.MaxValue);
            bottom = Math.Max(0, bottom - High(size.Lines));
            _placed.Add(new Placed(message, margin, bottom, size));
            bottom -= margin;
        }

        var (top, edge) = (margin, margin);
        if (!Stack(main, margin, right, bottom, ref top, ref edge))
        {
            return false;
        }

        if (beside && main.Count > 0)
        {
            (top, var left) = (margin, edge + margin);
            return Stack(side, left, right, bottom, ref top, ref edge);
        }

        return Stack(side, margin, right, bottom, ref top, ref edge);
    }

    private bool Stack(List<HudPanel> panels, int left, int right, int bottom, ref int top, ref int edge)
    {
        var first = _placed.Count;
        foreach (var panel in panels)
        {
            var (room, lines) = (right - left - (2 * Metrics.Padding), (bottom - top - (2 * Metrics.Padding)) / Metrics.Line);
            var size = room > 0 ? panel.Arrange(Metrics, room, lines) : (Width: 1, Lines: 1);
            if (size.Width > room || size.Lines > lines)
            {
                return false;
            }

            _placed.Add(new Placed(panel, left, top, size));
            edge = Math.Max(edge, left + size.Width + (2 * Metrics.Padding));
            top += High(size.Lines) + Metrics.Margin;
        }

        // One edge for all that stand below each other.
        for (var i = first; i < _placed.Count; i++)
        {
            _placed[i] = _placed[i] with { Size = (edge - left - (2 * Metrics.Padding), _placed[i].Size.Lines) };
        }

        return true;
    }

    private int High(int lines) => (lines * Metrics.Line) + (2 * Metrics.Padding);

    private readonly record struct Placed(HudPanel Panel, int Left, int Top, (int Width, int Lines) Size);
}
