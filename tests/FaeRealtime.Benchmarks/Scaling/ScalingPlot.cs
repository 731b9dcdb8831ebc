using System.Globalization;
using System.Text;

namespace FaeRealtime.Benchmarks.Scaling;

/// <summary>Milliseconds against width, a panel a number of tokens, both axes logarithmic.</summary>
internal static class ScalingPlot
{
    private const int Width = 460;
    private const int Height = 340;
    private const int Left = 56;
    private const int Top = 40;
    private const int Right = 16;
    private const int Bottom = 46;
    private const int NoteLine = 18;
    private static readonly string[] Colours = ["#c2410c", "#1d4ed8"];

    public static string ToSvg(IReadOnlyList<ScalingPoint> points, string note)
    {
        var panels = points.GroupBy(point => point.Tokens).ToList();
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{panels.Count * Width}\" height=\"{Height + (2 * NoteLine)}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\">");
        Line(svg, $"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        foreach (var (i, panel) in panels.Index())
        {
            Line(svg, $"<g transform=\"translate({i * Width},0)\">");
            Panel(svg, panel.Key, [.. panel]);
            Line(svg, $"</g>");
        }

        Line(svg, $"<text x=\"{Left}\" y=\"{Height + 8}\">solid: one picture; dotted: four at once; dashed: what the bare matrix products allow for one</text>");
        Line(svg, $"<text x=\"{Left}\" y=\"{Height + NoteLine + 8}\">{note}</text>");
        Line(svg, $"</svg>");
        return svg.ToString();
    }

    private static void Panel(StringBuilder svg, int tokens, IReadOnlyList<ScalingPoint> points)
    {
        var (low, high) = (points.Min(point => point.Bound) / 1.3, points.Max(point => point.Batch) * 1.3);
        var widths = points.Select(point => point.Width).Distinct().Order().ToList();
        double X(int width) => Left + ((Width - Left - Right) * Math.Log((double)width / widths[0]) / Math.Log((double)widths[^1] / widths[0]));
        double Y(double ms) => Top + ((Height - Top - Bottom) * Math.Log(high / ms) / Math.Log(high / low));

        Line(svg, $"<text x=\"{Width / 2}\" y=\"22\" text-anchor=\"middle\" font-size=\"14\" font-weight=\"bold\">{tokens} tokens</text>");
        foreach (var width in widths)
        {
            Line(svg, $"<path d=\"M{X(width):f1} {Top}V{Height - Bottom}\" stroke=\"#eee\"/><text x=\"{X(width):f1}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{width}</text>");
        }

        foreach (var tick in new[] { 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200 }.Where(tick => tick > low && tick < high))
        {
            Line(svg, $"<path d=\"M{Left} {Y(tick):f1}H{Width - Right}\" stroke=\"#eee\"/><text x=\"{Left - 6}\" y=\"{Y(tick) + 4:f1}\" text-anchor=\"end\">{tick:g}</text>");
        }

        foreach (var (i, thread) in points.GroupBy(point => point.Threads).Index())
        {
            string Path(Func<ScalingPoint, double> value) => string.Join(' ', thread.Select((point, n) => string.Create(CultureInfo.InvariantCulture, $"{(n == 0 ? 'M' : 'L')}{X(point.Width):f1} {Y(value(point)):f1}")));
            Line(svg, $"<path d=\"{Path(point => point.Least)}\" fill=\"none\" stroke=\"{Colours[i]}\" stroke-width=\"2\"/>");
            Line(svg, $"<path d=\"{Path(point => point.Batch)}\" fill=\"none\" stroke=\"{Colours[i]}\" stroke-dasharray=\"1 4\" stroke-width=\"2\" stroke-linecap=\"round\"/>");
            Line(svg, $"<path d=\"{Path(point => point.Bound)}\" fill=\"none\" stroke=\"{Colours[i]}\" stroke-dasharray=\"6 4\"/>");
            Line(svg, $"<text x=\"{Left + 10}\" y=\"{Top + 16 + (i * 16)}\" fill=\"{Colours[i]}\">{thread.Key} {(thread.Key == 1 ? "thread" : "threads")}</text>");
        }

        Line(svg, $"<text x=\"{Width / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">width</text><text x=\"{Left - 40}\" y=\"{Top - 12}\">ms</text>");
    }

    private static void Line(StringBuilder svg, FormattableString line) => svg.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
