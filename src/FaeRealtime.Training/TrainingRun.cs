using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Stages;

namespace FaeRealtime.Training;

/// <summary>Trains stages in order on one run folder, which is a model folder all along.</summary>
public static class TrainingRun
{
    /// <summary>The stages in the order in which they can be trained.</summary>
    public static IReadOnlyList<StageKind> AllStages { get; } = [StageKind.Ia, StageKind.Ib, StageKind.II, StageKind.III, StageKind.IV];

    /// <summary>Trains, and after stage III stores the latents of real samples.</summary>
    /// <param name="stages">In order; null for all that the recipe describes.</param>
    /// <param name="options">Recipe, data, weights, folder.</param>
    /// <param name="progress">The listener, or null. Called on the training thread.</param>
    /// <param name="clock">For rates and save intervals.</param>
    /// <param name="cancellationToken">Saves the running stage's state, then ends with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ConfigException">Something named is absent or wrong, an earlier stage is missing, or training diverged.</exception>
    /// <exception cref="CheckpointException">Weights or states do not fit.</exception>
    /// <exception cref="ImageFileException">Images cannot be read.</exception>
    /// <exception cref="NativeException">Another process of the run is gone or too late; what was saved last is whole.</exception>
    public static void Train(
        IReadOnlyList<StageKind>? stages, TrainingOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var ranks = RunRanks.Join(options);
        try
        {
            TrainAll(stages, ranks, progress, clock, cancellationToken);
        }
        catch (Exception failure)
        {
            ranks.Exchange.Leave(failure.Message);
            throw;
        }
    }

    /// <summary>Stores the latents of real samples with a model that has an encoder. Of several processes only the first does.</summary>
    /// <param name="options">As for <see cref="Train"/>.</param>
    /// <param name="progress">The listener, or null.</param>
    /// <param name="clock">For rates.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="ConfigException">Something named is absent or wrong, or stage Ia is missing.</exception>
    public static void WriteSamples(TrainingOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (options.Ranks is { Rank: > 0 })
        {
            return;
        }

        var plan = RunPreparation.Plan([], options);
        using var held = RunLock.Take(plan.Folder, [], clock);
        RunPreparation.Check(plan);
        if (!File.Exists(Path.Combine(plan.Folder.Path, ModelFolder.EncoderFile)))
        {
            throw new ConfigException($"Samples need {ModelFolder.EncoderFile} in '{plan.Folder.Path}', which stage ia writes. Train that first.");
        }

        using var loaded = LoadedInputs.Load(plan, progress, cancellationToken);
        var run = RunPreparation.Begin(plan, progress, clock);
        held.Keep();
        using var inputs = loaded.For(run, cancellationToken);
        SampleStage.Write(run, inputs);
    }

    /// <summary>Trains what is not yet trained to its last step.</summary>
    /// <param name="stages">In order.</param>
    /// <param name="open">Those that are not; rank 0's counts.</param>
    /// <param name="run">The run.</param>
    /// <param name="inputs">Images and frozen networks.</param>
    /// <param name="cancellationToken">Saves, then ends.</param>
    internal static void TrainStages(IReadOnlyList<StageKind> stages, IReadOnlySet<StageKind> open, RunContext run, RunInputs inputs, CancellationToken cancellationToken)
    {
        foreach (var kind in stages)
        {
            if (run.Exchange.Share(open.Contains(kind) ? 1L : 0L) == 1)
            {
                run.Exchange.ShareFiles(run.Model.Path, ModelFolder.ConfigFile);
                run.Exchange.ShareFiles(run.Model.Path, "*.safetensors");
                TrainStage(kind, run.Exchange.Rank == 0 ? run : run with { Model = ModelFolder.Open(run.Model.Path) }, inputs, cancellationToken);
            }
        }
    }

    private static void TrainAll(
        IReadOnlyList<StageKind>? stages, RunRanks ranks, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        progress = ranks.IsFirst ? progress : null;
        var plan = RunPreparation.Plan(stages, ranks.Options);
        ranks.RequireSame("recipe or data", StrictJson.ToText(plan.Recipe, RecipeJsonContext.Default.TrainingRecipe) + plan.Data.Identity());
        foreach (var kind in plan.Stages)
        {
            RankRows.Of(plan.Recipe.OptimisationOf(kind).Batch, ranks.Exchange);
        }

        using var held = RunLock.Take(plan.Folder, plan.Stages, clock);
        var open = RunPreparation.Check(plan);
        var lacksSamples = plan.Stages.Contains(StageKind.III) && plan.Recipe.Samples > 0 && !File.Exists(Path.Combine(plan.Folder.Path, ModelFolder.SamplesFile));
        if (ranks.Exchange.Share(open.Count > 0 || lacksSamples ? 1L : 0L) == 0)
        {
            progress?.Report(new TrainingProgress(null, "nothing to train, every stage is at its last step", plan.Stages.Count, plan.Stages.Count, 0, TimeSpan.Zero, []));
            return;
        }

        using var loaded = LoadedInputs.Load(plan, progress, cancellationToken);
        var run = RunPreparation.Begin(plan, progress, clock) with { Exchange = ranks.Exchange };
        held.Keep();
        using var inputs = loaded.For(run, cancellationToken);
        TrainStages(plan.Stages, open, run, inputs, cancellationToken);
        if (plan.Stages.Contains(StageKind.III) && ranks.IsFirst)
        {
            SampleStage.Write(run, inputs);
        }

        // A launcher may end a job soon after its first process.
        run.Exchange.Meet();
    }

    private static void TrainStage(StageKind kind, RunContext run, RunInputs inputs, CancellationToken cancellationToken)
    {
        using var stage = Create(kind, run, inputs);
        using var loop = new TrainingLoop(stage, run);
        loop.Run(cancellationToken);
        if (run.Exchange.World > 1)
        {
            var agree = run.Exchange.Agrees(loop.Digest());
            run.Log.Ranks(kind, stage.Optimisation.Steps, run.Exchange.World, agree);
        }
    }

    private static ITrainingStage Create(StageKind kind, RunContext run, RunInputs inputs) => kind switch
    {
        StageKind.Ia => AutoencoderStage.Prepare(run, inputs),
        StageKind.Ib => PixelDecoderStage.Prepare(run, inputs),
        StageKind.II => PixelFinetuneStage.Prepare(run, inputs),
        StageKind.III => GeneratorStage.Prepare(run, inputs),
        StageKind.IV => DistillationStage.Prepare(run, inputs),
        _ => throw new ConfigException($"There is no stage {kind}."),
    };
}
