using System.CommandLine;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;

namespace FaeRealtime.Host.Commands.Export;

/// <summary><c>fae export</c>: one network of a model as a file that the official code loads, or all of them as ONNX graphs.</summary>
internal static class ExportCommand
{
    public const string Name = "export";

    public const string Summary = "Write one network of a model as a file that the official code loads, its networks as ONNX graphs, or a page whose visitors' browsers run it.";

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "Model folder, or a name in the content folder." };
        var weights = new WeightArguments();
        var graphs = new GraphArguments();
        var web = new WebArguments();
        var part = new Option<string?>("--part") { Description = "autoencoder, feature-decoder, pixel-decoder, generator (LightningDiT, SiT, MMDiT, STARFlow, TARFlow or RAE's DDT, each under its official keys) or few-step; default: generator. With --onnx: several with commas between; default: all that the model has." };
        var store = new Option<string>("--store") { Description = "Type of the matrices: f32, f16, or bf16 with --out; --web: f16 unless given.", DefaultValueFactory = _ => "f32" };
        var command = new Command(Name, Summary) { model, part, store };
        weights.AddTo(command);
        graphs.AddTo(command);
        web.AddTo(command);
        command.Validators.Add(result =>
        {
            if (new[] { weights.HasFile(result), graphs.HasFolder(result), web.HasFolder(result) }.Count(given => given) != 1)
            {
                result.AddError("Give one of: --out FILE, --onnx DIR, --web DIR.");
            }
            else if (web.HasFolder(result))
            {
                if (graphs.Unused(result) || weights.Unused(result) || result.GetResult(part) is not null)
                {
                    result.AddError("--web takes --store and --runtime alone: the page needs all of its graphs.");
                }
            }
            else if (web.Unused(result))
            {
                result.AddError("--runtime is of pages: give it with --web.");
            }
            else if (weights.HasFile(result) ? graphs.Unused(result) : weights.Unused(result))
            {
                result.AddError(weights.HasFile(result) ? "--batch is of graphs: give it with --onnx." : "--time and --keys are of weight files: give them with --out.");
            }
        });
        command.SetAction(parsed => CommandThread.Run(() =>
        {
            var folder = ModelFolder.Open(ContentFolder.Model(parsed.GetRequiredValue(model)));
            var (network, type) = (parsed.GetValue(part), parsed.GetRequiredValue(store));
            var files = web.HasFolder(parsed.CommandResult) ? web.Write(parsed, folder, parsed.GetResult(store) is { Implicit: false } ? type : "f16")
                : graphs.HasFolder(parsed.CommandResult) ? graphs.Write(parsed, folder, network, type)
                : weights.Write(parsed, folder, network, type);
            foreach (var file in files)
            {
                Console.Out.WriteLine(file);
            }

            return ExitCode.Success;
        }));
        return command;
    }
}
