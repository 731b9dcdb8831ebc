using System.CommandLine;
using System.Security.Cryptography;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Files;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;
using FaeRealtime.Video.Files;

namespace FaeRealtime.Host.Commands.Info;

/// <summary><c>fae info</c>: what a model folder or a named architecture holds, what parts a weight file has, or what made a picture.</summary>
internal static class InfoCommand
{
    public const string Name = "info";

    public const string Summary = "Tell what a model folder or a named architecture holds: sizes, classes, parameters, hash; what parts a weight file has; or what made a picture or video.";

    public static Command Create()
    {
        var model = new Argument<string?>("MODEL|FILE") { Description = "Model folder, a name in the content folder, a weight file, or a picture or video that this program made.", Arity = ArgumentArity.ZeroOrOne };
        var arch = new Option<string?>("--arch") { Description = "A named architecture instead of a folder; without a name, the list of names.", HelpName = "NAME", Arity = ArgumentArity.ZeroOrOne };
        var list = new Option<bool>("--list") { Description = "List every named architecture." };
        var parameters = new Option<bool>("--params") { Description = "Count every part's layers." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(Name, Summary) { model, arch, list, parameters, json };
        command.Validators.Add(result =>
        {
            var sources = new[] { result.GetResult(model)?.Tokens.Count > 0, result.GetResult(arch) is not null, result.GetValue(list) };
            if (sources.Count(given => given) != 1)
            {
                result.AddError("Give one of: a MODEL folder or FILE, --arch NAME, --list.");
            }
        });
        command.SetAction(parsed =>
        {
            var (detailed, machine) = (parsed.GetValue(parameters), parsed.GetValue(json));
            if (detailed || parsed.GetValue(arch) is not null)
            {
                // The networks are built to be counted.
                TorchLibrary.Use();
            }

            if (parsed.GetValue(arch) is { } name)
            {
                InfoText.Print(ArchitectureSummary.Of(ArchitectureCatalogue.Find(name), detailed), machine);
            }
            else if (parsed.GetValue(model) is { } weights && FilePlaces.Of(weights) == FilePlace.File && CheckpointFile.Recognises(weights))
            {
                InfoText.Print(CheckpointFile.Describe(weights) with { Sha256 = Sha256(weights) }, machine);
            }
            else if (parsed.GetValue(model) is { } file && FilePlaces.Of(file) == FilePlace.File)
            {
                MetadataText.Print(file, machine);
            }
            else if (parsed.GetValue(model) is { } folder)
            {
                InfoText.Print(ModelSummary.Of(ModelFolder.Open(ContentFolder.Model(folder)), detailed), machine);
            }
            else
            {
                InfoText.PrintList(machine);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static string Sha256(string path)
    {
        using var file = InputFile.Open(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
