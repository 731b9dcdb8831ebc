using System.Text.Json;

namespace FaeRealtime.Host.Commands.Doctor;

/// <summary>What <c>fae doctor</c> prints.</summary>
internal static class DoctorText
{
    public static void Print(DoctorReport report, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(report, DoctorJsonContext.Default.DoctorReport));
            return;
        }

        var width = report.Findings.Max(finding => finding.Name.Length);
        foreach (var finding in report.Findings)
        {
            var margin = new string(' ', width + 9);
            output.WriteLine($"{(finding.Found ? "ok" : "missing"),-7}  {finding.Name.PadRight(width)}  {finding.Facts}");
            Line(output, margin, "without it", finding.Costs);
            Line(output, margin, "to have it", finding.Command);
        }

        output.WriteLine();
        output.WriteLine(report.Summary);
    }

    private static void Line(TextWriter output, string margin, string head, string? text)
    {
        if (text is not null)
        {
            output.WriteLine($"{margin}  {head}: {text}");
        }
    }
}
