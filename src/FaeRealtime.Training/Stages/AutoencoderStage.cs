using FaeRealtime.Data.Caches;
using FaeRealtime.Data.Loading;
using FaeRealtime.Models;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Validation;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>Stage Ia, the feature autoencoder: frozen features x → z = μ + σε → x̂, with the VAE objective of equation 4.1.</summary>
internal sealed class AutoencoderStage : ITrainingStage
{
    private const int ValidationBatch = 64;

    private readonly RunContext _run;
    private readonly ImageSet _images;
    private readonly FeatureCache _features;
    private readonly FeatureCache _heldOutFeatures;
    private readonly HeldOutImages _heldOut;
    private readonly torch.Tensor? _channelWeights;
    private readonly LatentEncoder _encoder;
    private readonly LatentEncoder _averagedEncoder;
    private readonly FeatureDecoder _decoder;
    private readonly FeatureDecoder _averagedDecoder;

    // Trains the networks from the weights that they have.
    private AutoencoderStage(RunContext run, TrainingData data, EncodedSplits features, LatentEncoder encoder, FeatureDecoder decoder)
    {
        (_run, _images, _heldOut) = (run, data.Train, new HeldOutImages(data.HeldOut, run.Device));
        (_features, _heldOutFeatures, _) = features;
        _channelWeights = FeatureLoss.ChannelWeights(run.Recipe.Ia.BlockWeights, run.Recipe.Model.Encoder.Width, run.Device)?.DetachFromDisposeScope();
        (_encoder, _averagedEncoder) = (encoder, NewEncoder(run));
        (_decoder, _averagedDecoder) = (decoder, NewDecoder(run));
        Modules = [new TrainedModule("encoder", _encoder, _averagedEncoder, Optimisation.Precision), new TrainedModule("featureDecoder", _decoder, _averagedDecoder, Optimisation.Precision)];
    }

    /// <summary>Encodes both splits, where no cache has them, and initialises the networks.</summary>
    public static AutoencoderStage Prepare(RunContext run, RunInputs inputs)
    {
        var features = inputs.Features();
        var (encoder, decoder) = (NewEncoder(run), NewDecoder(run));
        encoder.Initialise(run.Recipe.Seed);
        encoder.Features.Assign(features.Statistics.Mean, features.Statistics.Std);
        decoder.Initialise(run.Recipe.Seed + 1);
        return new AutoencoderStage(run, inputs.Data, features, encoder, decoder);
    }

    public StageKind Kind => StageKind.Ia;

    public OptimisationRecipe Optimisation => _run.Recipe.Ia.Optimisation;

    public int Views => _images.Views;

    public IReadOnlyList<TrainedModule> Modules { get; }

    public void Announce(ReadOnlySpan<long> views) => _features.Announce(views);

    public IReadOnlyList<(string Name, double Value)> InputActivity() => _images.Activity();

    public StepLosses Losses(TrainingBatch batch)
    {
        var x = _features.Gather(batch.Views); // [B, T, D]
        var (mean, logVariance) = _encoder.Encode(x); // [B, T, C]
        var deviation = (logVariance * 0.5).exp();
        var noise = batch.Random.Normal(RandomPurpose.Posterior, mean.shape);
        var z = LatentGrid.FromTokens(mean.addcmul(deviation, noise, 1)); // [B, C, h, w]
        var reconstruction = FeatureLoss.PerToken(_decoder.forward(z), x, _channelWeights);
        var divergence = KlDivergence.PerToken(mean, logVariance);
        var weighted = divergence * _run.Recipe.Ia.Beta;
        return new StepLosses(
            reconstruction + weighted,
            [
                ("reconstruction", reconstruction.detach()),
                ("kl", divergence.detach()),
                ("klShare", (weighted / reconstruction).detach()),
                ("sigma", deviation.mean().detach()),
            ]);
    }

    public IReadOnlyList<(string Name, double Value)> Validate()
    {
        var errors = 0.0;
        for (var start = 0; start < _heldOut.Count; start += ValidationBatch)
        {
            using var scope = torch.NewDisposeScope();
            var count = Math.Min(ValidationBatch, _heldOut.Count - start);
            var x = _heldOutFeatures.Slice(start, count);
            errors += (Reconstruct(x) - x).square().mean().ToDouble() * count;
        }

        var error = errors / _heldOut.Count;
        var values = new List<(string, double)> { ("featureError", error), ("explained", 1 - error) };
        if (OpenPixelDecoder() is { } model)
        {
            using (model)
            {
                values.Add(("psnr", _heldOut.MeanPsnr(views => Decode(model, views))));
            }
        }

        return values;
    }

    public IReadOnlyList<string> PublishedFiles => [_run.Model.EncoderPath, _run.Model.FeatureDecoderPath];

    public BestMetric? BestMetric => new("featureError", Rises: false);

    public bool WriteSampleGrid(string path)
    {
        using var model = OpenPixelDecoder();
        if (model is null)
        {
            return false;
        }

        _heldOut.WriteSampleGrid(path, views => Decode(model, views));
        return true;
    }

    public void Publish()
    {
        var stored = _run.Recipe.Storage;
        ModuleCheckpoint.Save(_averagedEncoder, _run.Model.EncoderPath, stored);
        ModuleCheckpoint.Save(_averagedDecoder, _run.Model.FeatureDecoderPath, stored);
    }

    public void Dispose()
    {
        foreach (var module in Modules)
        {
            module.Dispose();
        }

        _channelWeights?.Dispose();
    }

    private torch.Tensor Reconstruct(torch.Tensor x) => _averagedDecoder.forward(LatentGrid.FromTokens(_averagedEncoder.Encode(x).Mean));

    private torch.Tensor Decode(FaeModel model, long[] views) =>
        model.PixelDecoder.forward(Reconstruct(_heldOutFeatures.Gather(views)));

    // Stage Ib may have finished, be running in another process, or not have begun.
    private FaeModel? OpenPixelDecoder() => File.Exists(_run.Model.PixelDecoderPath)
        ? FaeModel.Load(_run.Model, _run.Device, ModelParts.PixelDecoder)
        : null;

    private static LatentEncoder NewEncoder(RunContext run) =>
        LatentEncoder.Create(run.Recipe.Model.Autoencoder, run.Recipe.Model.Encoder.FeatureWidth, run.Recipe.Model.Latent, run.Device);

    private static FeatureDecoder NewDecoder(RunContext run) =>
        new(run.Recipe.Model.FeatureDecoder, run.Recipe.Model.Latent, run.Recipe.Model.Encoder.FeatureWidth, run.Device);
}
