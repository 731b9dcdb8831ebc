using FaeRealtime.Core;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Data.Caches;
using FaeRealtime.Models;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>Stage II: fine-tunes the pixel decoder on reconstructed features x̂ of sampled latents.</summary>
internal sealed class PixelFinetuneStage : PixelStage
{
    private readonly FaeModel _frozen;
    private readonly LatentDataset _latents;
    private readonly LatentDataset _heldOutLatents;
    private readonly torch.Tensor _deviation;

    private PixelFinetuneStage(RunContext run, RunInputs inputs, FaeModel frozen, (LatentDataset Train, LatentDataset HeldOut) latents, torch.Tensor deviation, PixelDecoder decoder)
        : base(run, inputs, run.Recipe.Ii, decoder)
    {
        (_frozen, _deviation) = (frozen, deviation);
        (_latents, _heldOutLatents) = latents;
    }

    /// <summary>Loads what stages Ia and Ib left and computes the latents of both splits, where no cache has them.</summary>
    public static PixelFinetuneStage Prepare(RunContext run, RunInputs inputs)
    {
        using var parts = new PartsInMaking();
        var frozen = parts.Add(FaeModel.Load(run.Model, run.Device, ModelParts.Encoder | ModelParts.FeatureDecoder));
        var latents = inputs.Latents(frozen.Encoder);
        var channels = run.Recipe.Model.Latent.Channels;
        var deviation = parts.Add(torch.tensor([.. latents.Train.Statistics().Std.Select(std => (float)std)], [1, channels, 1, 1], device: run.Device).DetachFromDisposeScope());
        var decoder = parts.Add(NewDecoder(run));

        // Ib's weights as it left them: its averaged ones, which the model folder has rounded.
        using (var reader = SafetensorsReader.Open(run.Model.PixelDecoderPath))
        {
            ModuleCheckpoint.Load(decoder, reader);
        }

        return WithDiscriminator(parts.Finish(new PixelFinetuneStage(run, inputs, frozen, latents, deviation, decoder)), inputs);
    }

    public override StageKind Kind => StageKind.II;

    public override void Dispose()
    {
        base.Dispose();
        _deviation.Dispose();
        _frozen.Dispose();
    }

    protected override torch.Tensor TrainingFeatures(TrainingBatch batch, bool noised)
    {
        using var guard = torch.no_grad();
        var latent = Run.Recipe.Model.Latent;
        var epsilon = batch.Random.Normal(RandomPurpose.Posterior, batch.Views.Length, (long)latent.Side * latent.Side, latent.Channels);
        var z = _latents.Sample(batch.Views, epsilon); // [B, C, h, w]
        var x = _frozen.FeatureDecoder.forward(noised && Recipe.LatentNoise > 0 ? Disturb(z, batch.Random) : z); // [B, T, D]
        return noised && Recipe.Noise > 0 ? x.add(batch.Random.Normal(RandomPurpose.FeatureNoise, x.shape), Recipe.Noise) : x;
    }

    protected override torch.Tensor HeldOutFeatures(long[] views) => _frozen.FeatureDecoder.forward(_heldOutLatents.Mean(views));

    // z + τ·u·std·ε with one u an image.
    private torch.Tensor Disturb(torch.Tensor z, StepRandom random)
    {
        var strength = random.Uniform(RandomPurpose.LatentNoiseStrength, (int)z.size(0));
        var scale = torch.tensor([.. strength.Select(u => (float)(u * Recipe.LatentNoise))], [z.size(0), 1, 1, 1], device: z.device);
        return z.addcmul(random.Normal(RandomPurpose.LatentNoise, z.shape), scale * _deviation, 1); // [B, C, h, w]
    }
}
