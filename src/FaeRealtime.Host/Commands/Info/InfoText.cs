using System.Text.Json;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.Commands.Info;

/// <summary>What <c>fae info</c> prints, as text or JSON.</summary>
internal static class InfoText
{
    private const int ShownPhrases = 6;

    public static void Print(ModelSummary summary, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(summary, ContentJsonContext.Default.ModelSummary));
            return;
        }

        Console.Out.WriteLine(Shortened.Printable(FormattableString.Invariant($"{summary.Name} ({summary.Hash}) in {summary.Path}")));
        Console.Out.WriteLine(FormattableString.Invariant(
            $"latent {string.Join('x', summary.Latent)} of {summary.Encoder}, pictures {summary.ImageSize}x{summary.ImageSize}, {(summary.Steps == 0 ? "a flow without steps" : FormattableString.Invariant($"{summary.Steps} steps"))}, guidance {summary.Guidance}{(summary.FewSteps is { } few ? $"; few-step student, {few} steps" : string.Empty)}"));
        Console.Out.WriteLine(Shortened.Printable(FormattableString.Invariant($"{summary.Classes.Count} classes: {string.Join(", ", summary.Classes)}; {summary.Samples} real samples")));
        if (summary.Phrases is { } phrases)
        {
            Console.Out.WriteLine(Shortened.Printable(FormattableString.Invariant($"words: {phrases.Count} phrases, such as {string.Join(", ", phrases.Where((_, i) => i % Math.Max(1, phrases.Count / ShownPhrases) == 0).Take(ShownPhrases))}")));
        }

        if (summary.Directions.Count > 0)
        {
            Console.Out.WriteLine(Shortened.Printable($"directions: {string.Join(", ", summary.Directions.Select(one => FormattableString.Invariant($"{one.Name} ({one.Minimum} to {one.Maximum})")))}"));
        }

        foreach (var file in summary.Files)
        {
            Console.Out.WriteLine(FormattableString.Invariant($"{file.File,-28} {file.Parameters,12:N0} parameters {file.Bytes / 1024,8:N0} KiB"));
        }

        if (summary.Parts is { } parts)
        {
            SizeTable.Print(parts);
        }
    }

    public static void Print(CheckpointContents contents, bool json)
    {
        foreach (var line in json ? [JsonSerializer.Serialize(contents, ContentJsonContext.Default.CheckpointContents)] : contents.Lines())
        {
            Console.Out.WriteLine(line);
        }
    }

    public static void Print(ArchitectureSummary summary, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(summary, ContentJsonContext.Default.ArchitectureSummary));
            return;
        }

        Console.Out.WriteLine($"{summary.Name}: {summary.Description}");
        SizeTable.Print(summary.Parts);
        if (summary is { Tokenizer: { } tokenizer, Trained: { } trained })
        {
            Console.Out.WriteLine($"tokenizer (encoder and both decoders): {SizeTable.Exact(tokenizer)}");
            Console.Out.WriteLine($"with the generator: {SizeTable.Exact(trained)}");
        }

        Console.Out.WriteLine("Counted as the papers do: parameters and fixed position tables; rotary tables and feature statistics are not.");
    }

    public static void PrintList(bool json)
    {
        ArchitectureEntry[] entries = [.. ArchitectureCatalogue.All.Select(entry => new ArchitectureEntry(entry.Name, entry.Description))];
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(entries, ContentJsonContext.Default.IReadOnlyListArchitectureEntry));
            return;
        }

        var width = entries.Max(entry => entry.Name.Length);
        foreach (var entry in entries)
        {
            Console.Out.WriteLine($"{entry.Name.PadRight(width)}  {entry.Description}");
        }
    }
}
