using System.CommandLine;
using FaeRealtime.Host.Commands.Data;
using FaeRealtime.Training.Export;

namespace FaeRealtime.Host.Commands.Train;

/// <summary><c>fae train export</c>: copies the model out of a run, with a README, its recipe, curves and the last sample grids.</summary>
internal static class TrainExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("OUT") { Description = "A training run's folder." };
        var target = new Option<string>("--to") { Description = "The model folder to write; new, or written by this command before.", Required = true };
        var data = new Option<string?>("--data") { Description = "The run's data folder, where the run did not record its sources." };
        var encoder = new Option<string?>("--encoder") { Description = "The run's encoder weights, likewise." };
        var perceptual = new Option<string?>("--perceptual") { Description = "The run's perceptual weights, likewise." };
        var notes = new Option<string?>("--notes") { Description = "Markdown about origins and licences for the README, for instance content/recipes/emoji.md." };
        var allowLoss = AccountReport.AllowLoss();
        var command = new Command("export", "Copies the model out of a training run.") { run, target, data, encoder, perceptual, notes, allowLoss };
        command.SetAction(parsed => Console.WriteLine(ModelExport.Copy(
            new ExportOptions(parsed.GetRequiredValue(run), parsed.GetRequiredValue(target))
            {
                DataPath = parsed.GetValue(data),
                EncoderPath = parsed.GetValue(encoder),
                PerceptualPath = parsed.GetValue(perceptual),
                AllowLoss = parsed.GetValue(allowLoss),
                NotesPath = parsed.GetValue(notes),
            })));
        return command;
    }
}
