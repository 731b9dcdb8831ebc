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

    private readonly RunContext run;
    private readonly ImageSet images;
    private readonly FeatureCache features;
    private readonly FeatureCache heldOutFeatures;
    private readonly HeldOutImages heldOut;
    private readonly torch.Tensor? channelWeights;
    private readonly LatentEncoder encoder;
    private readonly LatentEncoder averagedEncoder;
    private readonly FeatureDecoder decoder;
    private readonly FeatureDecoder averagedDecoder;

    public AutoencoderStage(RunContext run, RunInputs inputs)
    {
        this.run = run;
        var model = run.Recipe.Model;
        (features, heldOutFeatures, var statistics) = inputs.Features();
        heldOut = new HeldOutImages(inputs.Data.HeldOut, run.Device);
        channelWeights = FeatureLoss.ChannelWeights(run.Recipe.Ia.BlockWeights, model.Encoder.Width, run.Device)?.DetachFromDisposeScope();
        (encoder, averagedEncoder) = (NewEncoder(), NewEncoder());
        (decoder, averagedDecoder) = (NewDecoder(), NewDecoder());
        encoder.Initialise(run.Recipe.Seed);
        encoder.Features.Assign(statistics.Mean, statistics.Std);
        decoder.Initialise(run.Recipe.Seed + 1);
        Modules = [new TrainedModule("encoder", encoder, averagedEncoder, Optimisation.Precision), new TrainedModule("featureDecoder", decoder, averagedDecoder, Optimisation.Precision)];
        images = inputs.Data.Train;
    }

    public StageKind Kind => StageKind.Ia;

    public OptimisationRecipe Optimisation => run.Recipe.Ia.Optimisation;

    public int Views => images.Views;

    public IReadOnlyList<TrainedModule> Modules { get; }

    public void Announce(ReadOnlySpan<long> views) => features.Announce(views);

    public IReadOnlyList<(string Name, double Value)> InputActivity() => images.Activity();

    public StepLosses Losses(TrainingBatch batch)
    {
        var x = features.Gather(batch.Views); // [B, T, D]
        var (mean, logVariance) = encoder.Encode(x); // [B, T, C]
        var deviation = (logVariance * 0.5).exp();
        var noise = batch.Random.Normal(RandomPurpose.Posterior, mean.shape);
        var z = LatentGrid.FromTokens(mean.addcmul(deviation, noise, 1)); // [B, C, h, w]
        var reconstruction = FeatureLoss.PerToken(decoder.forward(z), x, channelWeights);
        var divergence = KlDivergence.PerToken(mean, logVariance);
        var weighted = divergence * run.Recipe.Ia.Beta;
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
        for (var start = 0; start < heldOut.Count; start += ValidationBatch)
        {
            using var scope = torch.NewDisposeScope();
            var count = Math.Min(ValidationBatch, heldOut.Count - start);
            var x = heldOutFeatures.Slice(start, count);
            errors += (Reconstruct(x) - x).square().mean().ToDouble() * count;
        }

        var error = errors / heldOut.Count;
        var values = new List<(string, double)> { ("featureError", error), ("explained", 1 - error) };
        if (OpenPixelDecoder() is { } painter)
        {
            using (painter)
            {
                values.Add(("psnr", heldOut.MeanPsnr(views => Paint(painter, views))));
            }
        }

        return values;
    }

    public IReadOnlyList<string> PublishedFiles => [run.Model.EncoderPath, run.Model.FeatureDecoderPath];

    public BestMetric? BestMetric => new("featureError", Rises: false);

    public bool WriteSampleGrid(string path)
    {
        using var painter = OpenPixelDecoder();
        if (painter is null)
        {
            return false;
        }

        heldOut.WriteSampleGrid(path, views => Paint(painter, views));
        return true;
    }

    public void Publish()
    {
        var stored = StoredWeights.TypeOf(run.Recipe.Storage);
        ModuleCheckpoint.Save(averagedEncoder, run.Model.EncoderPath, stored);
        ModuleCheckpoint.Save(averagedDecoder, run.Model.FeatureDecoderPath, stored);
    }

    public void Dispose()
    {
        foreach (var module in Modules)
        {
            module.Dispose();
        }

        channelWeights?.Dispose();
    }

    private torch.Tensor Reconstruct(torch.Tensor x) => averagedDecoder.forward(LatentGrid.FromTokens(averagedEncoder.Encode(x).Mean));

    private torch.Tensor Paint(FaeModel painter, long[] views) =>
        painter.PixelDecoder.forward(Reconstruct(heldOutFeatures.Gather(views)));

    // Stage Ib may have finished, be running in another process, or not have begun.
    private FaeModel? OpenPixelDecoder() => File.Exists(run.Model.PixelDecoderPath)
        ? FaeModel.Load(run.Model, run.Device, ModelParts.PixelDecoder)
        : null;

    private LatentEncoder NewEncoder() =>
        LatentEncoder.Create(run.Recipe.Model.Autoencoder, run.Recipe.Model.Encoder.FeatureWidth, run.Recipe.Model.Latent, run.Device);

    private FeatureDecoder NewDecoder() =>
        new(run.Recipe.Model.FeatureDecoder, run.Recipe.Model.Latent, run.Recipe.Model.Encoder.FeatureWidth, run.Device);
}
