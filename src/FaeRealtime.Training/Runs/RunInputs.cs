using System.Security.Cryptography;
using System.Text;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Data.Caches;
using FaeRealtime.Data.Loading;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Training.Losses;

namespace FaeRealtime.Training.Runs;

/// <summary>Images, frozen networks and what is computed from them once and used by several stages.</summary>
internal sealed class RunInputs : IDisposable
{
    private readonly RunContext _run;
    private readonly IImageEncoder _encoder;
    private readonly FeatureSource _source;
    private readonly DataOptions _options;
    private readonly CancellationToken _cancellationToken;
    private EncodedSplits? _features;
    private (LatentDataset Train, LatentDataset HeldOut)? _latents;

    /// <summary>Takes over the images, the encoder and the perceptual net, unless <see cref="Shared"/> is given.</summary>
    public RunInputs(RunContext run, TrainingData data, DataOptions options, IImageEncoder encoder, PerceptualDistance? perceptual, CancellationToken cancellationToken)
    {
        _run = run;
        _options = options;
        _encoder = encoder;
        _cancellationToken = cancellationToken;
        Data = data;
        Perceptual = perceptual;
        _source = new FeatureSource(encoder, run.Recipe.Model.Encoder, run.Device);
    }

    public TrainingData Data { get; }

    public PerceptualDistance? Perceptual { get; }

    /// <summary>The weights of a discriminator's frozen ViT.</summary>
    public string? DiscriminatorPath { get; init; }

    /// <summary>The text encoder of a generator with words; null where it is not at hand. Borrowed.</summary>
    public Lazy<IPhraseEncoder>? PhraseEncoder { get; init; }

    /// <summary>Weights that a generator begins with; null for random ones.</summary>
    public string? InitialGeneratorPath { get; init; }

    /// <summary>Seed of random weights in place of <see cref="DiscriminatorPath"/>: tests only.</summary>
    public ulong? RandomDiscriminatorSeed { get; init; }

    /// <summary>Stops what takes long before a stage can train.</summary>
    public CancellationToken Cancellation => _cancellationToken;

    public ModelConfig Model => _run.Recipe.Model;

    /// <summary>Features of the same images that several runs share: they, the images and the encoder stay with their owner. Null where the run computes its own.</summary>
    public EncodedSplits? Shared { get; init; }

    /// <summary>Standardised features of both splits, with the statistics of the training split. Borrowed.</summary>
    public EncodedSplits Features() =>
        Shared ?? (_features ??= EncodedSplits.Open(_source, Data, _options.MemoryBytes, Statistics, Reporter, _cancellationToken));

    /// <summary>Posteriors of both splits under a trained encoder, which the model folder has.</summary>
    public (LatentDataset Train, LatentDataset HeldOut) Latents(LatentEncoder latentEncoder)
    {
        if (_latents is null)
        {
            _latents = (Cached(latentEncoder, Data.Train, (Shared ?? _features)?.Train, "latents", "train"), Cached(latentEncoder, Data.HeldOut, (Shared ?? _features)?.HeldOut, "held-out latents", "heldout"));
            ForgetFeatures();
        }

        return _latents.Value;
    }

    /// <summary>The frozen ViT under a discriminator; the caller disposes.</summary>
    public VisionTransformer FrozenViT(VisionEncoderConfig config) => RandomDiscriminatorSeed is { } seed
        ? VisionTransformer.Random(config, seed, _run.Device)
        : VisionTransformer.Load(config, DiscriminatorPath!, _run.Device);

    public void Dispose()
    {
        ForgetFeatures();
        _latents?.Train.Dispose();
        _latents?.HeldOut.Dispose();
        Perceptual?.Dispose();
        if (Shared is null)
        {
            _encoder.Dispose();
            Data.Dispose();
        }
    }

    // Every start of a run, and both stages that look at features, standardise by the same numbers.
    private FeatureStatistics Statistics(FeatureCache train)
    {
        var path = Path.Combine(_run.Folder.CacheFolder, $"features-{Key(Data.Train)[..16]}.safetensors");
        if (File.Exists(path))
        {
            using var reader = SafetensorsReader.Open(path);
            var stored = new FeatureStatistics(_source.Width, _run.Device);
            ModuleCheckpoint.Load(stored, reader);
            return stored;
        }

        Directory.CreateDirectory(_run.Folder.CacheFolder);
        var report = Reporter("feature statistics", FeatureCache.Sample(Data.Train.Views).Length);
        var statistics = train.Measure(Math.Max(1, Model.Encoder.FeatureBlocks.Count), report, _cancellationToken);
        ModuleCheckpoint.Save(statistics, path);
        return statistics;
    }

    private LatentDataset Cached(LatentEncoder latentEncoder, ImageSet images, FeatureCache? computed, string activity, string set)
    {
        var layout = new LatentLayout(Key(images, FileSource.Of(_run.Model.EncoderPath).Sha256), images.Views, _source.Tokens, Model.Latent.Channels, _run.Recipe.LatentCache);
        var file = LatentCache.Open(
            _run.Folder.CacheFolder, set, layout, FeatureSource.Batch, writer => Write(writer, latentEncoder, images, computed, activity), _run.Clock, _cancellationToken);
        return new LatentDataset(file, _run.Device);
    }

    private void Write(LatentWriter writer, LatentEncoder latentEncoder, ImageSet images, FeatureCache? computed, string activity)
    {
        var (from, meter) = ((int)writer.Written, _run.Meter(null, activity, images.Views, 1, (int)writer.Written));
        FeatureSource.ForEach(
            images,
            FeatureSource.From(from, images.Views),
            (_, views) =>
            {
                var raw = computed is { IsKept: true } ? computed.Raw(views) : _source.Features(images, views);
                var (mean, logVariance) = latentEncoder.Encode(latentEncoder.Features.Standardise(raw));
                writer.Append(TensorExport.Values(mean), TensorExport.Values(logVariance));
            },
            done => meter.Report(from + done),
            _cancellationToken);
    }

    // Whatever the values depend on.
    private string Key(ImageSet images, string weights = "")
    {
        var config = StrictJson.ToText(Model.Encoder, FaeJsonContext.Default.VisionEncoderConfig);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{config}\n{weights}\n{images.Fingerprint()}")));
    }

    private Action<int> Reporter(string activity, int total)
    {
        var meter = _run.Meter(null, activity, total, 1);
        return done => meter.Report(done);
    }

    // Up to gigabytes that the later stages do not look at.
    private void ForgetFeatures()
    {
        _features?.Dispose();
        _features = null;
    }
}
