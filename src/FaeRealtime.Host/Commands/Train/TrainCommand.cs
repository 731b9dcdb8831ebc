using System.CommandLine;
using System.Runtime.InteropServices;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Training;
using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Host.Commands.Train;

/// <summary><c>fae train</c>: trains the stages of the paper's figure 3.</summary>
internal static class TrainCommand
{
    // SIGUSR1 on Linux: what mpirun and Slurm (--signal=USR1@300) pass on to every process.
    private const PosixSignal User = (PosixSignal)10;

    public static Command Create()
    {
        var train = new Command("train", "Train a model, stage by stage; the run folder is a model folder all along.");
        train.Subcommands.Add(Stage("ia", "Feature autoencoder.", StageKind.Ia));
        train.Subcommands.Add(Stage("ib", "Gaussian pixel decoder; may run beside ia on one folder.", StageKind.Ib));
        train.Subcommands.Add(Stage("ii", "Pixel decoder fine-tuned on reconstructed features; needs ia and ib.", StageKind.II));
        train.Subcommands.Add(Stage("iii", "Latent generator; needs ia.", StageKind.III));
        train.Subcommands.Add(Stage("few-step", "The generator's few-step student; needs iii.", StageKind.IV));
        train.Subcommands.Add(Subcommand("all", "All stages of the recipe in order.", (options, progress, token) => TrainingRun.Train(null, options, progress, TimeProvider.System, token)));
        train.Subcommands.Add(Subcommand("samples", "Only stores the latents of real samples; needs ia.", (options, progress, token) => TrainingRun.WriteSamples(options, progress, TimeProvider.System, token)));
        train.Subcommands.Add(TrainExportCommand.Create());
        return train;
    }

    private static Command Stage(string name, string description, StageKind stage) =>
        Subcommand(name, description, (options, progress, token) => TrainingRun.Train([stage], options, progress, TimeProvider.System, token));

    private static Command Subcommand(string name, string description, Action<TrainingOptions, IProgress<TrainingProgress>, CancellationToken> run)
    {
        var arguments = new TrainArguments();
        var command = new Command(name, description);
        arguments.AddTo(command);
        command.SetAction(parsed =>
        {
            TorchLibrary.Use();
            var options = arguments.Options(parsed);
            using var stop = new CancellationTokenSource();
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, options.Ranks, stop));
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, options.Ranks, stop));
            using var user = PosixSignalRegistration.Create(User, context => Stop(context, options.Ranks, stop));
            if (arguments.Threads(parsed) is { } threads)
            {
                torch.set_num_threads(threads);
            }

            TrainingDisplay.Run(progress => run(options, progress, stop.Token), quiet: options.Ranks is { Rank: > 0 });
            if (options.Ranks is not { Rank: > 0 })
            {
                Console.WriteLine(options.OutPath);
            }
        });
        return command;
    }

    // The state is saved between two steps; a second signal has nothing to add.
    private static void Stop(PosixSignalContext context, RankPlace? ranks, CancellationTokenSource stop)
    {
        context.Cancel = true;
        if (ranks is null)
        {
            Console.Error.WriteLine("stopping after this step; the state is saved");
        }
        else if (ranks.Rank == 0)
        {
            // mpirun sends SIGTERM also where another rank has died, and kills a second later.
            Console.Error.WriteLine("asked to stop: saving after this step, if all ranks are there; if not, what was saved last is whole: start all ranks again with --resume");
        }

        stop.Cancel();
    }
}
