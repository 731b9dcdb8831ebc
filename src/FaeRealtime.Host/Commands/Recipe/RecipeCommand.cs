using System.CommandLine;
using System.Text;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Data;
using FaeRealtime.Host.Content;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Host.Commands.Recipe;

/// <summary><c>fae recipe new</c>: a complete recipe for an architecture and a data set.</summary>
internal static class RecipeCommand
{
    public const string Name = "recipe";

    public const string Summary = "Recipes of training.";

    public static Command Create() => new(Name, Summary) { New() };

    private static Command New()
    {
        var architecture = new Option<string>("--arch") { Description = "A named model, see `fae info --list`: tiny, small, paper-xl, ….", Required = true };
        var data = new Option<string>("--data") { Description = "The data set: its number of classes becomes the generator's.", Required = true };
        var stages = new Option<string?>("--recipe") { Description = "Whose stages to take over, a file or a name in the content folder; default: the one that was made for the architecture." };
        var output = new Option<string?>("--out") { Description = "The file to write, which must not be there yet; default: standard output." };
        var allowLoss = AccountReport.AllowLoss();
        var command = new Command("new", "Write a complete recipe, every member given, with the classes of a data set.") { architecture, data, stages, output, allowLoss };
        command.SetAction(parsed => CommandThread.Run(() =>
        {
            var (model, path) = (ArchitectureCatalogue.Model(parsed.GetRequiredValue(architecture)), parsed.GetValue(output));
            RequireFree(path);
            TorchLibrary.Use();
            var draft = RecipeFile.Draft(model.Config, ContentFolder.RecipePath(parsed.GetValue(stages) ?? Stages(model.Name)), parsed.GetRequiredValue(data), parsed.GetValue(allowLoss));
            DatasetAccountText.Write(draft.Account, Console.Error);
            Console.Error.WriteLine(Shortened.Printable(FormattableString.Invariant($"{draft.Classes.Count} classes: {string.Join(", ", draft.Classes)}")));
            foreach (var warning in draft.Warnings)
            {
                Console.Error.WriteLine($"warning: {warning}");
            }

            Write(path, draft.Text);
            return ExitCode.Success;
        }));
        return command;
    }

    // By the size that its numbers were chosen for.
    private static string Stages(string architecture) => architecture switch
    {
        "faces" => "faces",
        "tiny" => "emoji",
        "small" => "small",
        _ => "paper",
    };

    private static void RequireFree(string? path)
    {
        if (path is not null && Path.Exists(path))
        {
            throw new ConfigException($"'{path}' is already there, and nothing is written over. Choose another --out, or move it away.");
        }
    }

    private static void Write(string? path, string text)
    {
        if (path is null)
        {
            Console.Out.Write(text);
            return;
        }

        RequireFree(path);
        try
        {
            AtomicFile.WriteBytes(path, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"'{path}' cannot be written: {failure.Message} Check the folder, its permissions and free space.", failure);
        }

        Console.Out.WriteLine(path);
    }
}
