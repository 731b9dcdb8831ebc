using System.CommandLine;
using System.Text.Json;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Info;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Exchange;

namespace FaeRealtime.Host.Commands.Import;

/// <summary><c>fae import</c>: makes a model folder from official files, parts of another folder, or random numbers.</summary>
internal static class ImportCommand
{
    public const string Name = "import";

    public const string Summary = "Make a model folder from official weights, parts of another model, or random numbers.";

    public static Command Create()
    {
        var arguments = new ImportArguments();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(Name, Summary) { json };
        foreach (var option in arguments.All)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            var options = arguments.Read(parsed);
            TorchLibrary.Use();
            try
            {
                var parts = ModelImport.Run(options, new ImportLines(Console.Error), cancellationToken);
                ImportLines.WriteTime(ModelFolder.Open(options.Output), parts, Console.Error);
                Console.Out.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(parts, ContentJsonContext.Default.IReadOnlyListImportedPart) : options.Output);
                return ExitCode.Success;
            }
            catch (KeyMismatchException mismatch)
            {
                ImportLines.Write(mismatch.Report, Console.Error);
                throw;
            }
        }));
        return command;
    }
}
