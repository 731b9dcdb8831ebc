using System.Globalization;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Live.Frames;

namespace FaeRealtime.Host.Window;

/// <summary>The times of every stage over the last frames: a chart each with its axis in milliseconds, its figures beside it, and the frame time that was asked for as a line.</summary>
/// <param name="session">Borrowed.</param>
internal sealed class HudCharts(LatentSession session) : HudPanel
{
    /// <summary>Most rectangles that it puts on a canvas.</summary>
    public const int MostBars = 4 * (MostValues + MostDashes + 8);

    private const int MostValues = 160;
    private const int MostDashes = 64;

    // A chart is two lines and most of a third high: the rest divides it from the next.
    private const int LinesEach = 3;
    private const double Height = 52, LabelWidth = 96, AxisWidth = 56, SmallestWidth = 80, Dash = 6, DashGap = 4;
    private const double Small = 0.8125;

    private const uint Area = 0xFFFFFF14, Grid = 0xFFFFFF2E, Target = 0xFFFFFFD0;

    private static readonly (FrameStage Stage, string Name, uint Color)[] Stages =
    [
        (FrameStage.Generate, "generate", 0xF2A33AFF),
        (FrameStage.Decode, "decode", 0x5BC8FAFF),
        (FrameStage.Share, "share", 0x9BE15DFF),
        (FrameStage.Present, "present", 0xE57CD8FF),
    ];

    private readonly double[] _times = new double[MostValues];
    private readonly Quantiles[] _quantiles = new Quantiles[Stages.Length];
    private readonly double[] _full = new double[Stages.Length];
    private readonly Sparkline[] _charts = new Sparkline[Stages.Length];
    private double _target;
    private int _width;
    private HudMetrics _metrics;

    public override IEnumerable<string> Lines => ["Time a frame", .. Stages.Select((stage, i) => $"{stage.Name} {Figure("p50", _quantiles[i].P50)} {Figure("p99", _quantiles[i].P99)} {Axis(i)}"), Legend];

    private string Legend => string.Create(CultureInfo.InvariantCulture, $"{_target:0.#} ms: the frame time at {1000.0 / _target:0.#} fps");

    /// <summary>Takes the figures, and sets the charts' scales by them.</summary>
    /// <param name="figures">Over the last frames.</param>
    /// <param name="fps">How many frames a second were asked for.</param>
    public void Read(SessionStatistics figures, double fps)
    {
        _target = 1000.0 / fps;
        for (var i = 0; i < Stages.Length; i++)
        {
            var quantiles = Stages[i].Stage switch
            {
                FrameStage.Generate => figures.Generate,
                FrameStage.Decode => figures.Decode,
                FrameStage.Share => figures.Upload,
                _ => figures.Present,
            };

            // Not by the largest: one slow frame would flatten all others. It is cut instead. Where the line is near, it is shown.
            var full = Round(Math.Max(quantiles.P95, 2.0 * quantiles.P50));
            (_quantiles[i], _full[i]) = (quantiles, full < _target && full > _target / 4 ? Round(_target) : full);
        }
    }

    public override (int Width, int Lines) Arrange(HudMetrics metrics, int width, int lines)
    {
        _metrics = metrics;
        var bar = Math.Max(1, (int)Math.Round(1.5 * metrics.Scale));
        var chart = Math.Min(MostValues, (width - metrics.Pixels(LabelWidth + AxisWidth)) / bar) * bar;
        _width = Math.Max(chart, metrics.Pixels(SmallestWidth));
        return (_width + metrics.Pixels(LabelWidth + AxisWidth), (Stages.Length * LinesEach) + 3);
    }

    public override void Draw(HudMetrics metrics, int left, int top, int width, HudCanvas canvas)
    {
        var (style, small) = (metrics.Text with { Color = Label }, new HudStyle(metrics.Text.Size * Small, Label));
        var (x, bar) = (left + metrics.Pixels(LabelWidth + AxisWidth), Math.Max(1, (int)Math.Round(1.5 * metrics.Scale)));
        canvas.Text("Time a frame", Title(metrics), left, metrics.Baseline(top, 0));
        for (var i = 0; i < Stages.Length; i++)
        {
            var row = 1 + (i * LinesEach);
            var upper = top + (row * metrics.Line) + metrics.Pixels(3);
            canvas.Text(Stages[i].Name, metrics.Text with { Color = Stages[i].Color }, left, metrics.Baseline(top, row));
            canvas.Text(Figure("p50", _quantiles[i].P50), metrics.Text, left, metrics.Baseline(top, row + 1));
            canvas.Text(Figure("p99", _quantiles[i].P99), style, left, metrics.Baseline(top, row + 2));
            canvas.TextBefore(Axis(i), small, x - metrics.Pixels(6), upper + metrics.Pixels(9));
            canvas.TextBefore("0", small, x - metrics.Pixels(6), upper + metrics.Pixels(Height));
            _charts[i] = new Sparkline(new HudBar((ushort)x, (ushort)upper, (ushort)_width, (ushort)metrics.Pixels(Height), Area), Stages[i].Color, bar);
            canvas.Bar(x, upper, _width, Thin, Grid);
            canvas.Bar(x, upper + metrics.Pixels(Height / 2), _width, Thin, Grid);
            canvas.Bar(x, upper + metrics.Pixels(Height), _width, Thin, Grid);
        }

        var last = 1 + (Stages.Length * LinesEach);
        canvas.Text(string.Create(CultureInfo.InvariantCulture, $"{_width / bar} frames ago"), small, x, metrics.Baseline(top, last));
        canvas.TextBefore("now", small, x + _width, metrics.Baseline(top, last));
        canvas.BarCount += Dashes(left, metrics.Baseline(top, last + 1) - metrics.Pixels(5), metrics.Pixels(LabelWidth / 4), canvas.Free);
        canvas.Text(Legend, style, left + metrics.Pixels(LabelWidth / 4) + metrics.Pixels(10), metrics.Baseline(top, last + 1));
    }

    /// <summary>Draws the bars and lines of the charts where they were laid out. Allocates nothing.</summary>
    public void Draw(HudCanvas canvas)
    {
        for (var i = 0; i < Stages.Length && canvas.Free.Length >= _charts[i].MostBars + MostDashes; i++)
        {
            var (chart, full) = (_charts[i], _full[i]);
            canvas.BarCount += chart.Place(_times.AsSpan(0, session.CopyTimes(Stages[i].Stage, _times)), full, canvas.Free);
            if (_target <= full)
            {
                canvas.BarCount += Dashes(chart.Area.X, chart.Area.Y + chart.Area.Height - (int)Math.Round(_target / full * chart.Area.Height), _width, canvas.Free);
            }
        }
    }

    private int Thin => Math.Max(1, (int)_metrics.Scale);

    private int Dashes(int left, int y, int width, Span<HudBar> bars)
    {
        var (dash, count) = (_metrics.Pixels(Dash), 0);
        for (var x = 0; x + dash <= width && count < MostDashes; x += dash + _metrics.Pixels(DashGap))
        {
            bars[count++] = new HudBar((ushort)(left + x), (ushort)y, (ushort)dash, (ushort)Thin, Target);
        }

        return count;
    }

    private string Axis(int stage) => string.Create(CultureInfo.InvariantCulture, $"{_full[stage]:0.##} ms");

    private static string Figure(string name, double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{name} {milliseconds.ToString(milliseconds < 1 ? "0.00" : milliseconds < 100 ? "0.0" : "0", CultureInfo.InvariantCulture)} ms");

    // To 1, 2 or 5 times a power of ten.
    private static double Round(double largest)
    {
        largest = Math.Max(largest, 0.01);
        var power = Math.Pow(10.0, Math.Floor(Math.Log10(largest)));
        var lead = largest / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}
