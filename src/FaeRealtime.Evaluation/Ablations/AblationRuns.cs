using FaeRealtime.Core.Config;
using FaeRealtime.Core.Files;
using FaeRealtime.Core.Folders;
using FaeRealtime.Data.Caches;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Training;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Evaluation.Ablations;

/// <summary>Trains and measures variants on one set of images, whose features are computed once. What an earlier call finished is not repeated, and what it began is gone on with.</summary>
/// <remarks>A run's folder is named after what it trains, so that variants share autoencoders, and tables share runs.</remarks>
internal sealed class AblationRuns : IDisposable
{
    private const string ResultName = "ablation.json";

    private readonly TrainingRecipe recipe;
    private readonly DataSource source;
    private readonly AblationOptions options;
    private readonly IProgress<TrainingProgress>? progress;
    private readonly TimeProvider clock;
    private readonly CancellationToken cancellationToken;
    private TrainingData? data;
    private VisionTransformer? encoder;
    private EncodedSplits? features;
    private AblationMeasurement? measurement;

    /// <summary>Computes nothing yet.</summary>
    /// <param name="recipe">The base recipe.</param>
    /// <param name="source">The images.</param>
    /// <param name="options">Budget and folders.</param>
    /// <param name="progress">The listener, or null.</param>
    /// <param name="clock">For rates and save intervals.</param>
    /// <param name="cancellationToken">Saves the running stage, then ends.</param>
    public AblationRuns(
        TrainingRecipe recipe, DataSource source, AblationOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        (this.recipe, this.source, this.options) = (recipe, source, options);
        (this.progress, this.clock, this.cancellationToken) = (progress, clock, cancellationToken);
    }

    /// <summary>A run's numbers, if it has ended.</summary>
    public AblationNumbers? Find(AblationVariant variant, ulong seed)
    {
        var path = ResultPath(variant, seed);
        return File.Exists(path) ? StrictJson.Read(path, AblationJsonContext.Default.AblationNumbers) : null;
    }

    /// <summary>Trains and measures a variant.</summary>
    public AblationNumbers Run(AblationVariant variant, ulong seed)
    {
        Prepare();
        var autoencoder = Train(variant.AutoencoderAlone(), seed, StageKind.Ia, AutoencoderPath(variant, seed));
        var path = RunPath(variant, seed);
        Directory.CreateDirectory(path);
        foreach (var part in new[] { ModelFolder.EncoderFile, ModelFolder.FeatureDecoderFile })
        {
            AtomicFile.WriteBytes(Path.Combine(path, part), File.ReadAllBytes(Path.Combine(autoencoder.Path, part)));
        }

        var numbers = measurement!.Of(Train(variant, seed, StageKind.III, path), cancellationToken);
        StrictJson.Write(ResultPath(variant, seed), numbers, AblationJsonContext.Default.AblationNumbers);
        return numbers;
    }

    public void Dispose()
    {
        measurement?.Dispose();
        features?.Dispose();
        encoder?.Dispose();
        data?.Dispose();
    }

    private RunFolder Train(AblationVariant variant, ulong seed, StageKind stage, string path)
    {
        var training = new TrainingOptions(options.RecipePath, options.DataPath, path)
        {
            EncoderPath = options.EncoderPath,
            Loading = options.Loading,
            Device = options.Device,
            RandomEncoderSeed = options.RandomEncoderSeed,
            Resume = true,
        };
        var run = RunPreparation.Open([stage], training, variant.Apply(recipe, seed), source, progress, clock);
        using var inputs = new RunInputs(run, data!, options.Loading, encoder!, perceptual: null, cancellationToken) { Shared = features };
        TrainingRun.TrainStages([stage], run, inputs, cancellationToken);
        return run.Folder;
    }

    private void Prepare()
    {
        if (measurement is not null)
        {
            return;
        }

        var config = recipe.Model.Encoder;
        data = TrainingData.Load(source, recipe.Model, recipe.Flip, options.Loading, Path.Combine(options.OutPath, "skipped.txt"), Report, cancellationToken);
        encoder = options.RandomEncoderSeed is { } seed
            ? VisionTransformer.Random(config, seed, options.Device)
            : VisionTransformer.Load(config, options.EncoderPath!, options.Device);
        features = EncodedSplits.Open(
            new FeatureSource(encoder, config, options.Device),
            data,
            options.Loading.MemoryBytes,
            train => train.Measure(Math.Max(1, config.FeatureBlocks.Count), report: null, cancellationToken),
            (activity, total) => done => Report(activity, done, total),
            cancellationToken);
        measurement = new AblationMeasurement(features, data, options, cancellationToken);
    }

    private void Report(string activity, int done, int total) => progress?.Report(new TrainingProgress(null, activity, done, total, 0, TimeSpan.Zero, []));

    private string AutoencoderPath(AblationVariant variant, ulong seed) => Path.Combine(options.OutPath, "autoencoders", $"{variant.AutoencoderKey(recipe)}-seed{seed}");

    private string RunPath(AblationVariant variant, ulong seed) => Path.Combine(options.OutPath, "runs", $"{variant.Key(recipe)}-seed{seed}");

    private string ResultPath(AblationVariant variant, ulong seed) => Path.Combine(RunPath(variant, seed), ResultName);
}
