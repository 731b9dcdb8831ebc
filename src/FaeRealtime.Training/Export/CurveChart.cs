using System.Globalization;
using System.Security;
using System.Text;

namespace FaeRealtime.Training.Export;

/// <summary>Draws diagrams as SVG, two in a row.</summary>
internal static class CurveChart
{
    private const int Width = 520;
    private const int Height = 300;
    private const int Columns = 2;
    private const int Left = 64;
    private const int Right = 64;
    private const int Top = 36;
    private const int Bottom = 46;
    private const int PlotWidth = Width - Left - Right;
    private const int PlotHeight = Height - Top - Bottom;
    private const string LeftColour = "#1d4ed8";
    private const string RightColour = "#c2410c";

    /// <summary>The document.</summary>
    /// <param name="panels">In reading order.</param>
    public static string ToSvg(IReadOnlyList<CurvePanel> panels)
    {
        var rows = (panels.Count + Columns - 1) / Columns;
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Columns * Width}\" height=\"{rows * Height}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\">");
        Line(svg, $"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        for (var i = 0; i < panels.Count; i++)
        {
            Line(svg, $"<g transform=\"translate({i % Columns * Width},{i / Columns * Height})\">");
            Panel(svg, panels[i]);
            Line(svg, $"</g>");
        }

        Line(svg, $"</svg>");
        return svg.ToString();
    }

    private static void Panel(StringBuilder svg, CurvePanel panel)
    {
        var steps = CurveAxis.OfSteps(panel.Left.Points.Concat(panel.Right.Points).Select(point => point.Step).DefaultIfEmpty(0).Max());
        var left = CurveAxis.Around([.. panel.Left.Points.Select(point => point.Value)], logarithmic: true);
        var right = CurveAxis.Around([.. panel.Right.Points.Select(point => point.Value)], logarithmic: false);
        Line(svg, $"<text x=\"{Width / 2}\" y=\"22\" text-anchor=\"middle\" font-size=\"14\" font-weight=\"bold\">{SecurityElement.Escape(panel.Title)}</text>");
        StepAxis(svg, steps);
        ValueAxis(svg, left, panel.Left, LeftColour, atRight: false);
        ValueAxis(svg, right, panel.Right, RightColour, atRight: true);
        Line(svg, $"<rect x=\"{Left}\" y=\"{Top}\" width=\"{PlotWidth}\" height=\"{PlotHeight}\" fill=\"none\" stroke=\"#888\"/>");
        Draw(svg, panel.Left.Points, steps, left, LeftColour, dots: false);
        Draw(svg, panel.Right.Points, steps, right, RightColour, dots: true);
    }

    private static void StepAxis(StringBuilder svg, CurveAxis axis)
    {
        foreach (var tick in axis.Ticks())
        {
            var x = X(axis, tick);
            Line(svg, $"<path d=\"M{x:f1} {Top}V{Top + PlotHeight}\" stroke=\"#eee\"/>");
            Line(svg, $"<text x=\"{x:f1}\" y=\"{Top + PlotHeight + 16}\" text-anchor=\"middle\">{tick:g6}</text>");
        }

        Line(svg, $"<text x=\"{Left + (PlotWidth / 2)}\" y=\"{Height - 10}\" text-anchor=\"middle\">steps</text>");
    }

    private static void ValueAxis(StringBuilder svg, CurveAxis axis, Curve curve, string colour, bool atRight)
    {
        if (curve.Points.Count == 0)
        {
            return;
        }

        var (edge, anchor, label) = atRight ? (Left + PlotWidth + 6, "start", Width - 8) : (Left - 6, "end", 14);
        foreach (var tick in axis.Ticks())
        {
            Line(svg, $"<text x=\"{edge}\" y=\"{Y(axis, tick) + 4:f1}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{tick:g4}</text>");
        }

        var middle = Top + (PlotHeight / 2);
        Line(svg, $"<text x=\"{label}\" y=\"{middle}\" text-anchor=\"middle\" fill=\"{colour}\" transform=\"rotate(-90 {label} {middle})\">{SecurityElement.Escape(curve.Label)}</text>");
    }

    private static void Draw(StringBuilder svg, IReadOnlyList<(int Step, double Value)> points, CurveAxis steps, CurveAxis values, string colour, bool dots)
    {
        var places = points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(steps, point.Step):f1},{Y(values, point.Value):f1}")).ToArray();
        Line(svg, $"<polyline points=\"{string.Join(' ', places)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>");
        foreach (var (step, value) in dots ? points : [])
        {
            Line(svg, $"<circle cx=\"{X(steps, step):f1}\" cy=\"{Y(values, value):f1}\" r=\"2.5\" fill=\"{colour}\"/>");
        }
    }

    private static double X(CurveAxis axis, double step) => Left + (PlotWidth * axis.Share(step));

    private static double Y(CurveAxis axis, double value) => Top + (PlotHeight * (1 - axis.Share(value)));

    private static void Line(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}

/// <summary>One diagram with two value axes over the same steps.</summary>
/// <param name="Title">Stands above it.</param>
/// <param name="Left">Drawn on a logarithmic axis where all its values are above 0.</param>
/// <param name="Right">Drawn on a linear axis.</param>
internal sealed record CurvePanel(string Title, Curve Left, Curve Right);

/// <summary>A line of a diagram.</summary>
/// <param name="Label">What its axis measures.</param>
/// <param name="Points">In order of steps.</param>
internal sealed record Curve(string Label, IReadOnlyList<(int Step, double Value)> Points);
