using System.Globalization;
using FaeRealtime.Evaluation.Attributes;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary>The report of <c>fae eval attributes</c> for people.</summary>
internal static class AttributeTables
{
    public static void Print(AttributeReport report, TextWriter output)
    {
        output.WriteLine(Title(report));
        output.WriteLine($"probe: {report.Space}");
        var table = new TextTable(Heads(report));
        foreach (var cells in Rows(report))
        {
            table.Add(cells);
        }

        table.Print(output);
        foreach (var line in Remarks(report))
        {
            output.WriteLine(line);
        }
    }

    /// <summary>The same as markdown.</summary>
    public static string Markdown(AttributeReport report) => string.Concat(
        [
            $"\n{Title(report)}; probe: {report.Space}\n\n",
            Line(Heads(report)),
            Line(Heads(report).Select((_, column) => column == 0 ? "---" : "---:")),
            .. Rows(report).Select(Line),
            "\n",
            .. Remarks(report).Select(line => $"- {line}\n"),
        ]);

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    private static string Title(AttributeReport report) => string.Create(
        CultureInfo.InvariantCulture, $"{report.Model}: {report.HeldOut} held-out pictures read by probes that learned from {report.Train} training pictures; the generator is told {report.Asked}");

    private static string[] Heads(AttributeReport report) =>
        ["attribute", "values", "judged", "commonest", "real", "restored", .. report.Generated.SelectMany(set => new[] { set.Name, "95 %", "named" }), "target", "verdict"];

    private static IEnumerable<string[]> Rows(AttributeReport report) => report.Attributes.Select(row => (string[])
        [
            row.Attribute,
            TextTable.Number(row.Values, "0"),
            string.Create(CultureInfo.InvariantCulture, $"{row.HeldOut.Used}/{row.HeldOut.Found}"),
            TextTable.Number(row.Chance),
            TextTable.Number(row.Real.Accuracy),
            TextTable.Number(row.Restored?.Accuracy),
            .. row.Generated.SelectMany(score => new[] { TextTable.Number(score.Accuracy), $"{TextTable.Number(score.Low)}-{TextTable.Number(score.High)}", TextTable.Number(score.Named) }),
            TextTable.Number(row.Target, "0.00"),
            row.Verdict,
        ]);

    private static IEnumerable<string> Remarks(AttributeReport report)
    {
        yield return report.Meaning;
        yield return "judged: held-out pictures that have the attribute, of all; commonest: the share that knowing nothing gives; real: the probe on the pictures themselves; restored: after the autoencoder and the decoders, what a perfect generator would reach.";
        foreach (var group in report.Attributes.SelectMany(row => row.HeldOut.LeftOut.Select(left => (row.Attribute, Left: left))).GroupBy(entry => entry.Left.Reason, StringComparer.Ordinal))
        {
            yield return $"left out, {group.Key}: {string.Join(", ", group.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Attribute} {entry.Left.Count}")))}";
        }

        foreach (var set in report.Generated.Where(set => set.WithoutWording > 0))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"left out of {set.Name}: {set.WithoutWording} pictures for which the data has no such wording");
        }

        foreach (var skipped in report.Skipped)
        {
            yield return $"not read: {skipped.Attribute}, {skipped.Reason}";
        }
    }
}
