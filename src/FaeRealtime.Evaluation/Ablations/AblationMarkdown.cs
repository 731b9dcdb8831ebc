using System.Globalization;
using System.Text;

namespace FaeRealtime.Evaluation.Ablations;

/// <summary>A report as Markdown.</summary>
internal static class AblationMarkdown
{
    public static string ToText(AblationReport report)
    {
        var (text, budget) = (new StringBuilder(), report.Budget);
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        Line($"# {report.Table}: {report.Title}");
        Line($"");
        Line($"{report.Seeds} seeds; {budget.Images} pictures and {budget.HeldOut} held out; {budget.AutoencoderSteps} steps of Ia and {budget.GeneratorSteps} of III with batches of {budget.Batch}; {budget.Samples} samples in {budget.SamplingSteps} Euler steps without guidance. {report.Scaling}");
        Line($"");
        Line($"{AblationReport.Meaning}");
        Line($"");
        Line($"| variant | paper FID, 64 epochs | FD-x̂ | restored | feature error | neighbour accuracy | flow error |");
        Line($"|---|---|---|---|---|---|---|");
        foreach (var row in report.Rows)
        {
            Line($"| {row.Variant} | {row.PaperFid} | {Number(row.Generated)} | {Number(row.Restored)} | {Number(row.FeatureError)} | {Number(row.NeighbourAccuracy)} | {Number(row.FlowError)} |");
        }

        Line($"");
        Line($"| the paper prefers | to | by FID | here by FD-x̂ | pooled deviation | verdict |");
        Line($"|---|---|---|---|---|---|");
        foreach (var pair in report.Orderings)
        {
            Line($"| {pair.Better} | {pair.Worse} | {pair.PaperDifference:0.00} | {pair.Difference:+0.###;-0.###;0} | {pair.Deviation:0.###} | {pair.Verdict.ToString().ToLowerInvariant()} |");
        }

        return text.ToString();
    }

    private static string Number(Spread spread) => string.Create(CultureInfo.InvariantCulture, $"{spread.Mean:0.000} ± {spread.Deviation:0.000}");
}
