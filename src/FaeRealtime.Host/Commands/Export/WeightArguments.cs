using System.CommandLine;
using System.CommandLine.Parsing;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Models.Exchange;

namespace FaeRealtime.Host.Commands.Export;

/// <summary>A network as a weight file: the options, and the writing.</summary>
internal sealed class WeightArguments
{
    private readonly Option<string?> _output = new("--out") { Description = "The file: .safetensors, or .pt/.pth for torch.load.", HelpName = "FILE" };

    private readonly Option<string?> _time = new("--time") { Description = "Turn a LightningDiT's or SiT's weights to data-at-one (what their samplers need) or noise-at-one; default: as they are." };

    private readonly Option<string?> _keys = new("--keys") { Description = "Whose keys, where there is a choice: rae for RAE's pixel decoder, sd3 for an MMDiT's with Stability AI's prefix model.diffusion_model." };

    public void AddTo(Command command)
    {
        command.Options.Add(_output);
        command.Options.Add(_time);
        command.Options.Add(_keys);
    }

    public bool HasFile(CommandResult result) => result.GetResult(_output) is not null;

    /// <summary>Whether an option is given that only a weight file has.</summary>
    public bool Unused(CommandResult result) => result.GetResult(_time) is not null || result.GetResult(_keys) is not null;

    /// <summary>Writes the file.</summary>
    /// <returns>Its path.</returns>
    public IReadOnlyList<string> Write(ParseResult parsed, ModelFolder folder, string? network, string type)
    {
        TorchLibrary.Use();
        var path = parsed.GetRequiredValue(_output)!;
        PartExport.Write(new ExportedPart(folder, WeightOptions.Part(network ?? "generator"), path)
        {
            Time = parsed.GetValue(_time) is { } direction ? WeightOptions.Direction(direction) : null,
            Layout = parsed.GetValue(_keys) is { } family ? WeightOptions.Layout(family) : null,
            Storage = WeightOptions.Storage(type, bytes: false),
        });
        return [path];
    }
}
