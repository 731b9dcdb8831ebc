using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Data;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>Fine-tunes the pixel decoder on reconstructed features x̂ of sampled latents.</summary>
internal sealed class StageII : PixelStage
{
    private readonly FaeModel frozen;
    private readonly LatentBank latents;
    private readonly LatentBank heldOutLatents;

    public StageII(RunContext run, RunInputs inputs)
        : base(run, inputs, run.Recipe.Ii)
    {
        frozen = FaeModel.Load(run.Model, torch.CPU, ModelParts.Encoder | ModelParts.FeatureDecoder);
        (latents, heldOutLatents) = inputs.Latents(frozen.Encoder);
        Start();
        Modules = [new TrainedModule("pixelDecoder", Decoder, Averaged)];
    }

    public override StageKind Kind => StageKind.II;

    public override void Dispose()
    {
        base.Dispose();
        frozen.Dispose();
    }

    protected override torch.Tensor TrainingFeatures(TrainingBatch batch, double noise)
    {
        using var guard = torch.no_grad();
        var latent = Run.Recipe.Model.Latent;
        var epsilon = batch.Random.Normal(RandomPurpose.Posterior, batch.Views.Length, (long)latent.Side * latent.Side, latent.Channels);
        var x = frozen.FeatureDecoder.forward(latents.Sample(batch.Index, epsilon)); // [B, T, D]
        return noise == 0 ? x : x.add(batch.Random.Normal(RandomPurpose.FeatureNoise, x.shape), noise);
    }

    protected override torch.Tensor HeldOutFeatures(torch.Tensor views) => frozen.FeatureDecoder.forward(heldOutLatents.Mean(views));

    // Ib's weights as it left them: its averaged ones, which the model folder has rounded.
    private void Start()
    {
        using var reader = SafetensorsReader.Open(Run.Model.PixelDecoderPath);
        ModuleCheckpoint.Load(Decoder, reader);
    }
}
