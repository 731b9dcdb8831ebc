using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Losses;
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

        var (run, source) = RunPreparation.Open([], options, progress, clock);
        using var inputs = Inputs([], run, source, options, cancellationToken);
        SampleStage.Write(run, inputs);
    }

    /// <summary>Trains what is not yet trained to its last step.</summary>
    internal static void TrainStages(IReadOnlyList<StageKind> stages, RunContext run, RunInputs inputs, CancellationToken cancellationToken)
    {
        foreach (var kind in stages)
        {
            if (run.Exchange.Share(IsOpen(kind, run) ? 1L : 0L) == 1)
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
        var (run, source) = RunPreparation.Open(stages ?? AllStages, ranks.Options, ranks.IsFirst ? progress : null, clock);
        stages ??= run.Recipe.Iv is null ? [.. AllStages.Where(kind => kind != StageKind.IV)] : AllStages;
        run = run with { Exchange = ranks.Exchange };
        ranks.RequireSame("recipe or data", StrictJson.ToText(run.Recipe, RecipeJsonContext.Default.TrainingRecipe) + source.Identity());
        foreach (var kind in stages)
        {
            RankRows.Of(Optimisation(run.Recipe, kind).Batch, run.Exchange);
        }

        using var inputs = Inputs(stages, run, source, ranks.Options, cancellationToken);
        TrainStages(stages, run, inputs, cancellationToken);
        if (stages.Contains(StageKind.III) && ranks.IsFirst)
        {
            SampleStage.Write(run, inputs);
        }

        // A launcher may end a job soon after its first process.
        run.Exchange.Meet();
    }

    // A kill may come between a stage's last state and the model's files.
    private static bool IsOpen(StageKind kind, RunContext run)
    {
        var states = run.Folder.States(kind);
        var reached = StageState.ReadStep(states) ?? 0;
        return reached < Optimisation(run.Recipe, kind).Steps || states.Published != reached || run.FromBest;
    }

    private static RunInputs Inputs(IReadOnlyList<StageKind> stages, RunContext run, DataSource source, TrainingOptions options, CancellationToken cancellationToken)
    {
        var data = TrainingData.Load(source, run.Recipe.Model, run.Recipe.Flip, options.Loading, run.Folder.SkippedPath, run.Report, cancellationToken);
        var config = run.Recipe.Model.Encoder;
        var encoder = options.RandomEncoderSeed is { } seed
            ? VisionTransformer.Random(config, seed, run.Device)
            : VisionTransformer.Load(config, options.EncoderPath!, run.Device);
        var perceptual = options.PerceptualPath is { } path && (stages.Contains(StageKind.Ib) || stages.Contains(StageKind.II))
            ? PerceptualDistance.Load(path, options.PerceptualHeadsPath, run.Device)
            : null;
        return new RunInputs(run, data, options.Loading, encoder, perceptual, cancellationToken)
        {
            DiscriminatorPath = options.DiscriminatorPath,
            RandomDiscriminatorSeed = options.DiscriminatorPath is null ? options.RandomEncoderSeed : null,
        };
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

    private static ITrainingStage Create(StageKind kind, RunContext run, RunInputs inputs)
    {
        var model = run.Model;
        switch (kind)
        {
            case StageKind.Ia:
                return new AutoencoderStage(run, inputs);
            case StageKind.Ib:
                return new PixelDecoderStage(run, inputs);
            case StageKind.II:
                RequireEarlier(model, kind, "ia", model.EncoderPath, model.FeatureDecoderPath);
                RequireEarlier(model, kind, "ib", model.PixelDecoderPath);
                return new PixelFinetuneStage(run, inputs);
            case StageKind.III:
                RequireEarlier(model, kind, "ia", model.EncoderPath);
                return new FlowMatchingStage(run, inputs);
            case StageKind.IV:
                RequireEarlier(model, kind, "ia", model.EncoderPath);
                RequireEarlier(model, kind, "iii", model.GeneratorPath);
                return new DistillationStage(run, inputs);
            default:
                throw new ConfigException($"There is no stage {kind}.");
        }
    }

    private static void RequireEarlier(ModelFolder model, StageKind kind, string stage, params ReadOnlySpan<string> files)
    {
        foreach (var file in files)
        {
            if (!File.Exists(file))
            {
                throw new ConfigException($"Stage {kind} needs {Path.GetFileName(file)} in '{model.Path}', which stage {stage} writes. Run: fae train {stage}");
            }
        }
    }

    private static OptimisationRecipe Optimisation(TrainingRecipe recipe, StageKind kind) => kind switch
    {
        StageKind.Ia => recipe.Ia.Optimisation,
        StageKind.Ib => recipe.Ib.Optimisation,
        StageKind.II => recipe.Ii.Optimisation,
        StageKind.III => recipe.Iii.Optimisation,
        _ => recipe.Iv?.Optimisation ?? throw new ConfigException("The recipe has no 'iv', which says how the few-step student is trained. Add it, or leave stage few-step out."),
    };
}
