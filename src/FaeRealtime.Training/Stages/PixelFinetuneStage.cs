using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Data.Caches;
using FaeRealtime.Models;
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

    public PixelFinetuneStage(RunContext run, RunInputs inputs)
        : base(run, inputs, run.Recipe.Ii)
    {
        _frozen = FaeModel.Load(run.Model, run.Device, ModelParts.Encoder | ModelParts.FeatureDecoder);
        (_latents, _heldOutLatents) = inputs.Latents(_frozen.Encoder);
        var channels = run.Recipe.Model.Latent.Channels;
        _deviation = torch.tensor([.. _latents.Statistics().Std.Select(std => (float)std)], [1, channels, 1, 1], device: run.Device).DetachFromDisposeScope();
        Start();
        Modules = [new TrainedModule("pixelDecoder", Decoder, Averaged, Optimisation.Precision)];
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

    // Ib's weights as it left them: its averaged ones, which the model folder has rounded.
    private void Start()
    {
        using var reader = SafetensorsReader.Open(Run.Model.PixelDecoderPath);
        ModuleCheckpoint.Load(Decoder, reader);
    }
}
