using System.CommandLine;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;

namespace FaeRealtime.Host.Commands.Export;

/// <summary><c>fae export</c>: one network of a model as a file that the official code loads, or all of them as ONNX graphs.</summary>
internal static class ExportCommand
{
    public const string Name = "export";

    public const string Summary = "Write one network of a model as a file that the official code loads, or its networks as ONNX graphs.";

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = "Model folder, or a name in the content folder." };
        var weights = new WeightArguments();
        var graphs = new GraphArguments();
        var part = new Option<string?>("--part") { Description = "autoencoder, feature-decoder, pixel-decoder, generator (LightningDiT, SiT, MMDiT, STARFlow, TARFlow or RAE's DDT, each under its official keys) or few-step; default: generator. With --onnx: several with commas between; default: all that the model has." };
        var store = new Option<string>("--store") { Description = "Type of the matrices: f32, f16, or bf16 without --onnx.", DefaultValueFactory = _ => "f32" };
        var command = new Command(Name, Summary) { model, part, store };
        weights.AddTo(command);
        graphs.AddTo(command);
        command.Validators.Add(result =>
        {
            if (weights.HasFile(result) == graphs.HasFolder(result))
            {
                result.AddError("Give one of: --out FILE, --onnx DIR.");
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
            foreach (var file in graphs.HasFolder(parsed.CommandResult) ? graphs.Write(parsed, folder, network, type) : weights.Write(parsed, folder, network, type))
            {
                Console.Out.WriteLine(file);
            }

            return ExitCode.Success;
        }));
        return command;
    }
}
