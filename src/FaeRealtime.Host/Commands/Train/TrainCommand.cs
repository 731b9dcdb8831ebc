using System.CommandLine;
using System.Runtime.InteropServices;
using FaeRealtime.Data.Accounts;
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
    public const string Name = "train";

    public const string Summary = "Train a model, stage by stage; the run folder is a model folder all along.";

    // SIGUSR1 on Linux: what mpirun and Slurm (--signal=USR1@300) pass on to every process.
    private const PosixSignal User = (PosixSignal)10;

    public static Command Create(Termination termination)
    {
        var train = new Command(Name, Summary);
        train.Subcommands.Add(Stage("ia", "Feature autoencoder.", [StageKind.Ia], termination));
        train.Subcommands.Add(Stage("ib", "Gaussian pixel decoder; may run beside ia on one folder.", [StageKind.Ib], termination));
        train.Subcommands.Add(Stage("ii", "Pixel decoder fine-tuned on reconstructed features; needs ia and ib.", [StageKind.II], termination));
        train.Subcommands.Add(Stage("iii", "Latent generator; needs ia.", [StageKind.III], termination));
        train.Subcommands.Add(Stage("few-step", "The generator's few-step student; needs iii.", [StageKind.IV], termination));
        train.Subcommands.Add(Stage("all", "All stages of the recipe in order.", null, termination));
        train.Subcommands.Add(Subcommand("samples", "Only stores the latents of real samples; needs ia.", new TrainArguments(), (options, progress, token) => TrainingRun.WriteSamples(options, progress, TimeProvider.System, token), null, termination));
        train.Subcommands.Add(TrainExportCommand.Create());
        return train;
    }

    private static Command Stage(string name, string description, IReadOnlyList<StageKind>? stages, Termination termination) => Subcommand(
        name,
        description,
        new TrainArguments { HasEstimate = true },
        (options, progress, token) => TrainingRun.Train(stages, options, progress, TimeProvider.System, token),
        (options, progress, token) => TrainingEstimate.Run(stages, options, progress, TimeProvider.System, token),
        termination);

    private static Command Subcommand(
        string name,
        string description,
        TrainArguments arguments,
        Action<TrainingOptions, IProgress<TrainingProgress>, CancellationToken> run,
        Func<TrainingOptions, IProgress<TrainingProgress>, CancellationToken, EstimateReport>? estimate,
        Termination termination)
    {
        var command = new Command(name, description);
        arguments.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            TorchLibrary.Use();
            var options = arguments.Options(parsed);
            var isFirst = options.Ranks is not { Rank: > 0 };
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var user = PosixSignalRegistration.Create(User, context => Stop(context, stop));
            using var told = stop.Token.Register(() => Tell(options.Ranks));
            if (arguments.Threads(parsed) is { } threads)
            {
                torch.set_num_threads(threads);
            }

            options = options with { Uninterrupted = termination.Hold, Accounted = isFirst ? account => DatasetAccountText.Write(account, Console.Error) : null, Warned = isFirst ? warning => Console.Error.WriteLine($"warning: {warning}") : null };
            if (estimate is not null && arguments.Estimates(parsed))
            {
                EstimateReport? report = null;
                TrainingDisplay.Run(progress => report = estimate(options, progress, stop.Token));
                EstimateText.Print(report!, arguments.Json(parsed), Console.Out);
                return ExitCode.Success;
            }

            TrainingDisplay.Run(progress => run(options, progress, stop.Token), quiet: !isFirst);
            if (isFirst)
            {
                Console.WriteLine(options.OutPath);
            }

            return ExitCode.Success;
        }));
        return command;
    }

    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }

    private static void Tell(RankPlace? ranks)
    {
        if (ranks is null)
        {
            Console.Error.WriteLine("stopping; what is trained is saved");
        }
        else if (ranks.Rank == 0)
        {
            // mpirun sends SIGTERM also where another rank has died, and kills a second later.
            Console.Error.WriteLine("asked to stop: saving after this step, if all ranks are there; if not, what was saved last is whole: start all ranks again with --resume");
        }
    }
}
