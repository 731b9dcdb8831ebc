using System.CommandLine;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;
using FaeRealtime.Models.Exchange;

namespace FaeRealtime.Host.Commands.Export;

/// <summary><c>fae export</c>: one network of a model as a file that the official code loads.</summary>
internal static class ExportCommand
{
    public const string Name = "export";

    public const string Summary = "Write one network of a model as a file that the official code loads.";

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "Model folder, or a name in the content folder." };
        var part = new Option<string>("--part") { Description = "autoencoder, feature-decoder, pixel-decoder, generator (LightningDiT, SiT, MMDiT, STARFlow, TARFlow or RAE's DDT, each under its official keys) or few-step.", DefaultValueFactory = _ => "generator" };
        var output = new Option<string>("--out") { Description = "The file: .safetensors, or .pt/.pth for torch.load.", Required = true };
        var time = new Option<string?>("--time") { Description = "Turn a LightningDiT's or SiT's weights to data-at-one (what their samplers need) or noise-at-one; default: as they are." };
        var keys = new Option<string?>("--keys") { Description = "Whose keys, where there is a choice: rae for RAE's pixel decoder, sd3 for an MMDiT's with Stability AI's prefix model.diffusion_model." };
        var store = new Option<string>("--store") { Description = "Type of the matrices: f32, f16 or bf16.", DefaultValueFactory = _ => "f32" };
        var command = new Command(Name, Summary) { model, part, output, time, keys, store };
        command.SetAction(parsed => CommandThread.Run(() =>
        {
            var folder = ModelFolder.Open(ContentFolder.Model(parsed.GetRequiredValue(model)));
            TorchLibrary.Use();
            PartExport.Write(new ExportedPart(folder, WeightOptions.Part(parsed.GetRequiredValue(part)), parsed.GetRequiredValue(output))
            {
                Time = parsed.GetValue(time) is { } direction ? WeightOptions.Direction(direction) : null,
                Layout = parsed.GetValue(keys) is { } family ? WeightOptions.Layout(family) : null,
                Storage = WeightOptions.Storage(parsed.GetRequiredValue(store), bytes: false),
            });
            Console.Out.WriteLine(parsed.GetRequiredValue(output));
            return ExitCode.Success;
        }));
        return command;
    }
}
