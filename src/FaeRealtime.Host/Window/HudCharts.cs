using System.Globalization;
using System.Text;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Live.Frames;

namespace FaeRealtime.Host.Window;

/// <summary>The times of every stage over the last frames as charts beside their figures.</summary>
/// <param name="session">Borrowed.</param>
internal sealed class HudCharts(LatentSession session)
{
    /// <summary>Most rectangles that <see cref="Place"/> writes.</summary>
    public const int MostBars = 4 * (MostValues + 1);

    private const int MostValues = 160;
    private const int LabelColumns = 19;
    private const int LinesEach = 2;
    private const uint Veil = 0x0000008C;

    private static readonly (FrameStage Stage, string Name, uint Color)[] Charts =
    [
        (FrameStage.Generate, "generate", 0xF2A33AFF),
        (FrameStage.Decode, "decode", 0x5BC8FAFF),
        (FrameStage.Share, "share", 0x9BE15DFF),
        (FrameStage.Present, "present", 0xE57CD8FF),
    ];

    private readonly double[] _times = new double[MostValues];
    private readonly double[] _full = new double[Charts.Length];

    /// <summary>Writes the figures, two lines a chart, and sets the charts' scales by them.</summary>
    public void Describe(StringBuilder text, SessionStatistics figures)
    {
        for (var i = 0; i < Charts.Length; i++)
        {
            var quantiles = Charts[i].Stage switch
            {
                FrameStage.Generate => figures.Generate,
                FrameStage.Decode => figures.Decode,
                FrameStage.Share => figures.Upload,
                _ => figures.Present,
            };

            // Not by the largest: one slow frame would flatten all others. It is cut instead.
            _full[i] = Round(Math.Max(quantiles.P95, 2.0 * quantiles.P50));
            text.Append(CultureInfo.InvariantCulture, $"{Charts[i].Name,-9}{quantiles.P50,6:0.0} ms\n  p99{quantiles.P99,6:0.0} /{_full[i],3:0.##}\n");
        }
    }

    /// <summary>Writes the charts. Allocates nothing.</summary>
    /// <param name="row">The line of the first figure.</param>
    /// <param name="columns">Characters that fit beside each other.</param>
    /// <param name="bars">Receives them; room for <see cref="MostBars"/>.</param>
    /// <returns>How many rectangles there are.</returns>
    public int Place(int row, int columns, Span<HudBar> bars)
    {
        const int Cell = HudPass.CellPixels;
        var width = Math.Min(MostValues, (columns - LabelColumns) * Cell);
        var count = 0;
        for (var i = 0; i < Charts.Length && width > 0; i++)
        {
            var top = (row + (i * LinesEach)) * Cell;
            var area = new HudBar(LabelColumns * Cell, (ushort)top, (ushort)width, (LinesEach * Cell) - 2, Veil);
            var values = _times.AsSpan(0, session.CopyTimes(Charts[i].Stage, _times));
            count += new Sparkline(area, Charts[i].Color).Place(values, _full[i] > 0 ? _full[i] : 1.0, bars[count..]);
        }

        return count;
    }

    // To 1, 2 or 5 times a power of ten.
    private static double Round(double largest)
    {
        largest = Math.Max(largest, 0.01);
        var power = Math.Pow(10.0, Math.Floor(Math.Log10(largest)));
        var lead = largest / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}
