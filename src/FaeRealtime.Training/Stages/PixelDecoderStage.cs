using FaeRealtime.Data.Caches;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>Stage Ib, the Gaussian pixel decoder: images from the frozen encoder's features under noise of σ = 0.4 in units of the features' rms.</summary>
internal sealed class PixelDecoderStage : PixelStage
{
    private readonly FeatureCache _features;
    private readonly FeatureCache _heldOutFeatures;

    private PixelDecoderStage(RunContext run, RunInputs inputs, EncodedSplits features, PixelDecoder decoder)
        : base(run, inputs, run.Recipe.Ib, decoder) => (_features, _heldOutFeatures, _) = features;

    /// <summary>Encodes both splits, where no cache has them, and initialises the decoder.</summary>
    public static PixelDecoderStage Prepare(RunContext run, RunInputs inputs)
    {
        var features = inputs.Features();
        var decoder = NewDecoder(run);
        decoder.Initialise(run.Recipe.Seed + 2);
        return WithDiscriminator(new PixelDecoderStage(run, inputs, features, decoder), inputs);
    }

    public override StageKind Kind => StageKind.Ib;

    // Standardised features have a root mean square of 1 in every block.
    protected override torch.Tensor TrainingFeatures(TrainingBatch batch, bool noised)
    {
        var x = _features.Gather(batch.Views); // [B, T, D]
        return noised && Recipe.Noise > 0 ? x.add(batch.Random.Normal(RandomPurpose.FeatureNoise, x.shape), Recipe.Noise) : x;
    }

    protected override torch.Tensor HeldOutFeatures(long[] views) => _heldOutFeatures.Gather(views);
}
