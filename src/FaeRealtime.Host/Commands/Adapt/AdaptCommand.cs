using System.CommandLine;
using System.Diagnostics;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Loading;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Train;
using FaeRealtime.Host.Content;
using FaeRealtime.Training;
using FaeRealtime.Training.Adaptation;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Host.Commands.Adapt;

/// <summary><c>fae adapt</c>: a model becomes the user's own pictures.</summary>
internal static class AdaptCommand
{
    public const string Name = "adapt";

    public const string Summary = "Turn a model towards 20 to 200 pictures of yours, beside a running session. Ctrl+C stops it, --resume goes on.";

    public static Command Create(Termination termination)
    {
        var model = new Argument<string>("MODEL") { Description = "Model folder to begin with, or a name in the content folder. It stays as it is.", DefaultValueFactory = _ => "default" };
        var data = new Option<string>("--data") { Description = "Folder of pictures.", Required = true };
        var folder = new Option<string>("--out") { Description = "The new model's folder, which the run lies in.", Required = true };
        var encoder = new Option<string>("--encoder") { Description = "Official weights of the model's frozen ViT.", Required = true };
        var perceptual = new Option<string>("--perceptual") { Description = "SqueezeNet 1.1, AlexNet or VGG16 (torchvision keys).", Required = true };
        var caption = new Option<string?>("--caption") { Description = "What the pictures show, for a model that knows words; the folder's name unless given." };
        var textEncoder = new Option<string?>("--text-encoder") { Description = "Folder of the encoder of the model's words, as for train." };
        var steps = new Option<int>("--steps") { Description = "Steps of the generator; the other stages take a share of it.", DefaultValueFactory = _ => ModelAdaptation.UsualSteps };
        var threads = new Option<int>("--threads") { Description = "CPU threads of libtorch; one leaves the others to a session.", DefaultValueFactory = _ => 1 };
        var resume = new Option<bool>("--resume") { Description = "Go on from the saved state." };
        steps.Validators.Add(result => AtLeastOne(result, "--steps"));
        threads.Validators.Add(result => AtLeastOne(result, "--threads"));
        var command = new Command(Name, Summary) { model, data, folder, encoder, perceptual, caption, textEncoder, steps, threads, resume };
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            TorchLibrary.Use();
            torch.set_num_threads(parsed.GetValue(threads));

            // A session beside it comes first.
            using var self = Process.GetCurrentProcess();
            self.PriorityClass = ProcessPriorityClass.BelowNormal;
            var outPath = parsed.GetRequiredValue(folder);
            var dataPath = parsed.GetRequiredValue(data);
            var source = ModelFolder.Open(ContentFolder.Model(parsed.GetValue(model)!));
            var options = new TrainingOptions(ModelAdaptation.Prepare(source, dataPath, outPath, parsed.GetValue(steps)), dataPath, outPath)
            {
                EncoderPath = parsed.GetRequiredValue(encoder),
                PerceptualPath = parsed.GetRequiredValue(perceptual),
                PhraseEncoder = TextEncoderFile.Find(parsed.GetValue(textEncoder)),
                InitialGeneratorPath = source.GeneratorPath,
                Caption = parsed.GetValue(caption) ?? RecipeFile.Name(dataPath).Replace('-', ' ').Replace('_', ' '),
                Loading = new DataOptions { AllowLoss = true },
                Resume = parsed.GetValue(resume),
                Uninterrupted = termination.Hold,
                Accounted = account => DatasetAccountText.Write(account, Console.Error),
                Warned = warning => Console.Error.WriteLine($"warning: {warning}"),
            };
            TrainingDisplay.Run(progress => TrainingRun.Train(ModelAdaptation.Stages(source.Config), options, progress, TimeProvider.System, cancellationToken));
            Console.WriteLine(outPath);
            return ExitCode.Success;
        }));
        return command;
    }

    private static void AtLeastOne(System.CommandLine.Parsing.OptionResult result, string name)
    {
        if (result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{name} must be 1 or more.");
        }
    }
}
