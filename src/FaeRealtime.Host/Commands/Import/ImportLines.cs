using FaeRealtime.Core.Folders;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Exchange;

namespace FaeRealtime.Host.Commands.Import;

/// <summary>Says of an import what went in and what does not fit, a line each.</summary>
/// <param name="output">Written to at once: Progress&lt;T&gt; would hand the lines to other threads, out of order.</param>
internal sealed class ImportLines(TextWriter output) : IProgress<ImportedPart>
{
    private const int NamesShown = 8;

    /// <inheritdoc/>
    public void Report(ImportedPart value)
    {
        var layout = value.Layout is null ? string.Empty : $" ({value.Layout})";
        output.WriteLine(FormattableString.Invariant($"{value.File,-28} {value.Parameters,14:N0} numbers in {value.Tensors} tensors from {value.Source}{layout}, {value.Seconds:0.0} s"));
        if (value.Ignored.Count > 0)
        {
            output.WriteLine(FormattableString.Invariant(
                $"{string.Empty,-28} left out {value.Ignored.Count}: {string.Join(", ", value.Ignored.Take(NamesShown))}{(value.Ignored.Count > NamesShown ? ", …" : string.Empty)}"));
        }
    }

    /// <summary>Which way the generator's time runs, where there is one: what the files recorded, or what was found out.</summary>
    public static void WriteTime(ModelFolder model, IReadOnlyList<ImportedPart> parts, TextWriter output)
    {
        if (parts.Any(part => part.Part is ModelParts.Generator or ModelParts.FewStep))
        {
            output.WriteLine($"{"generator's time",-28} {WeightOptions.Name(model.Config.Generator.Time)}");
        }
    }

    /// <summary>Every key that does not fit.</summary>
    /// <param name="report">What was compared.</param>
    /// <param name="output">Where to.</param>
    public static void Write(KeyReport report, TextWriter output)
    {
        output.WriteLine($"{report.Path} against {report.Layout.Name}:");
        Lines("missing", report.Missing);
        Lines("unexpected", report.Unexpected);
        Lines("other shape", report.Mismatched.Select(mismatch => mismatch.ToString()));

        void Lines(string kind, IEnumerable<string> keys)
        {
            foreach (var key in keys)
            {
                output.WriteLine($"  {kind,-12} {key}");
            }
        }
    }
}
