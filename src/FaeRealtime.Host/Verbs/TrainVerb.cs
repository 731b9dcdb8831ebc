using System.CommandLine;
using System.Runtime.InteropServices;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Host.Verbs;

/// <summary><c>fae train</c>: trains the stages of the paper's figure 3.</summary>
internal static class TrainVerb
{
    public static Command Create()
    {
        var train = new Command("train", "Trains a model, stage by stage; the run folder is a model folder all along.");
        train.Subcommands.Add(Stage("ia", "Feature autoencoder.", StageKind.Ia));
        train.Subcommands.Add(Stage("ib", "Gaussian pixel decoder; may run beside ia on one folder.", StageKind.Ib));
        train.Subcommands.Add(Stage("ii", "Pixel decoder fine-tuned on reconstructed features; needs ia and ib.", StageKind.II));
        train.Subcommands.Add(Stage("iii", "Latent generator; needs ia.", StageKind.III));
        train.Subcommands.Add(Stage("all", "All stages in order.", [.. TrainingRun.AllStages]));
        train.Subcommands.Add(Stage("samples", "Only stores the latents of real samples; needs ia."));
        train.Subcommands.Add(TrainExportVerb.Create());
        return train;
    }

    private static Command Stage(string name, string description, params StageKind[] stages)
    {
        var arguments = new TrainArguments();
        var command = new Command(name, description);
        arguments.AddTo(command);
        command.SetAction(parsed =>
        {
            using var stop = new CancellationTokenSource();
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
            if (arguments.Threads(parsed) is { } threads)
            {
                torch.set_num_threads(threads);
            }

            var options = arguments.Options(parsed);
            TrainingDisplay.Run(progress =>
            {
                if (stages.Length == 0)
                {
                    TrainingRun.WriteSamples(options, progress, TimeProvider.System, stop.Token);
                }
                else
                {
                    TrainingRun.Train(stages, options, progress, TimeProvider.System, stop.Token);
                }
            });
            Console.WriteLine(options.OutPath);
        });
        return command;
    }

    // The state is saved between two steps; a second signal has nothing to add.
    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        Console.Error.WriteLine("stopping after this step; the state is saved");
        stop.Cancel();
    }
}
