using System.Text.Json.Serialization;
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

    private readonly TrainingRecipe _recipe;
    private readonly DataSource _source;
    private readonly AblationOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancellationToken;
    private TrainingData? _data;
    private IImageEncoder? _encoder;
    private EncodedSplits? _features;
    private AblationMeasurement? _measurement;

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
        (_recipe, _source, _options) = (recipe, source, options);
        (_progress, _clock, _cancellationToken) = (progress, clock, cancellationToken);
    }

    /// <summary>A run's numbers, if it has ended.</summary>
    public AblationNumbers? Find(AblationVariant variant, ulong seed)
    {
        var path = ResultPath(variant, seed);
        return File.Exists(path) ? StrictJson.Read<AblationNumbers>(path) : null;
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
            AtomicFile.WriteBytes(Path.Combine(path, part), InputFile.ReadBytes(Path.Combine(autoencoder.Path, part), InputFile.NoLimit));
        }

        var numbers = _measurement!.Of(Train(variant, seed, StageKind.III, path), _cancellationToken);
        StrictJson.Write(ResultPath(variant, seed), numbers, AblationJsonContext.Default.AblationNumbers);
        return numbers;
    }

    public void Dispose()
    {
        _measurement?.Dispose();
        _features?.Dispose();
        _encoder?.Dispose();
        _data?.Dispose();
    }

    private RunFolder Train(AblationVariant variant, ulong seed, StageKind stage, string path)
    {
        var training = new TrainingOptions(_options.RecipePath, _options.DataPath, path)
        {
            EncoderPath = _options.EncoderPath,
            Loading = _options.Loading,
            Device = _options.Device,
            RandomEncoderSeed = _options.RandomEncoderSeed,
            Resume = true,
            Uninterrupted = _options.Uninterrupted,
        };
        using var held = RunLock.Take(new RunFolder(path), [stage], _clock);
        var run = RunPreparation.Open([stage], training, variant.Apply(_recipe, seed), _source, _progress, _clock);
        held.Keep();
        IReadOnlySet<StageKind> open = RunPreparation.IsOpen(stage, run.Folder, run.Recipe, fromBest: false) ? new HashSet<StageKind> { stage } : new HashSet<StageKind>();
        using var inputs = new RunInputs(run, _data!, _options.Loading, _encoder!, perceptual: null, _cancellationToken) { Shared = _features };
        TrainingRun.TrainStages([stage], open, run, inputs, _cancellationToken);
        return run.Folder;
    }

    private void Prepare()
    {
        if (_measurement is not null)
        {
            return;
        }

        var config = _recipe.Model.Encoder;
        _data = TrainingData.Load(_source, _recipe.Model, _recipe.Flip, _options.Loading, Path.Combine(_options.OutPath, "skipped.txt"), Report, _cancellationToken);
        _encoder = _options.RandomEncoderSeed is { } seed
            ? IImageEncoder.Random(config, seed, _options.Device)
            : IImageEncoder.Load(config, _options.EncoderPath!, _options.Device);
        _features = EncodedSplits.Open(
            new FeatureSource(_encoder, config, _options.Device),
            _data,
            _options.Loading.MemoryBytes,
            train => train.Measure(Math.Max(1, config.FeatureBlocks.Count), report: null, _cancellationToken),
            (activity, total) => done => Report(activity, done, total),
            _cancellationToken);
        _measurement = AblationMeasurement.Prepare(_features, _data, _options, _cancellationToken);
    }

    private void Report(string activity, int done, int total) => _progress?.Report(new TrainingProgress(null, activity, done, total, 0, TimeSpan.Zero, []));

    private string AutoencoderPath(AblationVariant variant, ulong seed) => Path.Combine(_options.OutPath, "autoencoders", $"{variant.AutoencoderKey(_recipe)}-seed{seed}");

    private string RunPath(AblationVariant variant, ulong seed) => Path.Combine(_options.OutPath, "runs", $"{variant.Key(_recipe)}-seed{seed}");

    private string ResultPath(AblationVariant variant, ulong seed) => Path.Combine(RunPath(variant, seed), ResultName);
}

/// <summary>Generated JSON code for an ablation's files, as strict as Core's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AblationBudget))]
[JsonSerializable(typeof(AblationNumbers))]
internal sealed partial class AblationJsonContext : JsonSerializerContext;
