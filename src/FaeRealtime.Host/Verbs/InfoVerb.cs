using System.CommandLine;
using System.Text.Json;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.Content;

namespace FaeRealtime.Host.Verbs;

/// <summary><c>fae info</c>: what a model folder holds.</summary>
internal static class InfoVerb
{
    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "Model folder, or a name in the content folder." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("info", "Tell what a model folder holds: sizes, classes, parameters, hash.") { model, json };
        command.SetAction(parsed =>
        {
            var summary = ModelSummary.Of(ModelFolder.Open(ContentFolder.Model(parsed.GetRequiredValue(model))));
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(summary, ContentJsonContext.Default.ModelSummary));
            }
            else
            {
                Print(summary);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(ModelSummary summary)
    {
        Console.Out.WriteLine(FormattableString.Invariant($"{summary.Name} ({summary.Hash}) in {summary.Path}"));
        Console.Out.WriteLine(FormattableString.Invariant(
            $"latent {string.Join('x', summary.Latent)} of {summary.Encoder}, pictures {summary.ImageSize}x{summary.ImageSize}, {summary.Steps} steps, guidance {summary.Guidance}"));
        Console.Out.WriteLine(FormattableString.Invariant($"{summary.Classes.Count} classes: {string.Join(", ", summary.Classes)}; {summary.Samples} real samples"));
        foreach (var file in summary.Files)
        {
            Console.Out.WriteLine(FormattableString.Invariant($"{file.File,-28} {file.Parameters,12:N0} parameters {file.Bytes / 1024,8:N0} KiB"));
        }
    }
}
