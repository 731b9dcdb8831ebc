using System.CommandLine;
using System.CommandLine.Parsing;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Preparation;
using FaeRealtime.Onnx.Web;

namespace FaeRealtime.Host.Commands.Export;

/// <summary>A folder that any web server shows, whose visitors' browsers run the model: the options, and the writing.</summary>
internal sealed class WebArguments
{
    private readonly Option<string?> _web = new("--web") { Description = "A new folder for a page whose visitors' browsers run the model themselves (WebGPU, else WASM), for any web server.", HelpName = "DIR" };

    private readonly Option<string?> _runtime = new("--runtime") { Description = $"With --web: the archive of npm's {WebExport.RuntimePackage}; default: fetched with npm.", HelpName = "TGZ" };

    public void AddTo(Command command)
    {
        command.Options.Add(_web);
        command.Options.Add(_runtime);
    }

    public bool HasFolder(CommandResult result) => result.GetResult(_web) is not null;

    /// <summary>Whether an option is given that only pages have.</summary>
    public bool Unused(CommandResult result) => result.GetResult(_runtime) is not null;

    /// <summary>Writes the folder.</summary>
    /// <returns>The files' paths.</returns>
    public IReadOnlyList<string> Write(ParseResult parsed, ModelFolder folder, string type)
    {
        var directory = parsed.GetRequiredValue(_web)!;
        var scratch = Directory.CreateTempSubdirectory("fae-web-");
        try
        {
            var runtime = parsed.GetValue(_runtime) ?? NpmPackage.PackAsync(WebExport.RuntimePackage, scratch.FullName, CancellationToken.None).GetAwaiter().GetResult();
            return [.. WebExport.Write(folder, directory, runtime, GraphArguments.Type(type)).Select(file => Path.Combine(directory, file))];
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }
}
