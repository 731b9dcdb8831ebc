using System.CommandLine;
using System.Runtime.InteropServices;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Host.Verbs;

/// <summary><c>fae train</c>: trains the stages of the paper's figure 3.</summary>
internal static class TrainVerb
{
    public static Command Create()
    {
        var train = new Command("train", "Train a model, stage by stage; the run folder is a model folder all along.");
        train.Subcommands.Add(Stage("ia", "Feature autoencoder.", StageKind.Ia));
        train.Subcommands.Add(Stage("ib", "Gaussian pixel decoder; may run beside ia on one folder.", StageKind.Ib));
        train.Subcommands.Add(Stage("ii", "Pixel decoder fine-tuned on reconstructed features; needs ia and ib.", StageKind.II));
        train.Subcommands.Add(Stage("iii", "Latent generator; needs ia.", StageKind.III));
        train.Subcommands.Add(Stage("few-step", "The generator's few-step student; needs iii.", StageKind.IV));
        train.Subcommands.Add(Verb("all", "All stages of the recipe in order.", (options, progress, token) => TrainingRun.Train(null, options, progress, TimeProvider.System, token)));
        train.Subcommands.Add(Verb("samples", "Only stores the latents of real samples; needs ia.", (options, progress, token) => TrainingRun.WriteSamples(options, progress, TimeProvider.System, token)));
        train.Subcommands.Add(TrainExportVerb.Create());
        return train;
    }

    private static Command Stage(string name, string description, StageKind stage) =>
        Verb(name, description, (options, progress, token) => TrainingRun.Train([stage], options, progress, TimeProvider.System, token));

    private static Command Verb(string name, string description, Action<TrainingOptions, IProgress<TrainingProgress>, CancellationToken> run)
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
            TrainingDisplay.Run(progress => run(options, progress, stop.Token), quiet: options.Ranks is { Rank: > 0 });
            if (options.Ranks is not { Rank: > 0 })
            {
                Console.WriteLine(options.OutPath);
            }
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
