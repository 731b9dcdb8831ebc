using FaeRealtime.Core;
using FaeRealtime.Data.Loading;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Discriminators;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Validation;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>What stages Ib and II share: the pixel decoder, its loss, its validation. They differ in the features it sees.</summary>
internal abstract class PixelStage : ITrainingStage
{
    private readonly ImageSet _images;
    private readonly HeldOutImages _heldOut;
    private readonly PixelLoss _loss;
    private PixelDiscriminatorLoss? _discriminator;

    // Trains the decoder from the weights that it has.
    protected PixelStage(RunContext run, RunInputs inputs, PixelRecipe recipe, PixelDecoder decoder)
    {
        Run = run;
        Recipe = recipe;
        _images = inputs.Data.Train;
        _heldOut = new HeldOutImages(inputs.Data.HeldOut, run.Device);
        _loss = new PixelLoss(recipe, inputs.Perceptual);
        (Decoder, Averaged) = (decoder, NewDecoder(run));
        Modules = [new TrainedModule("pixelDecoder", Decoder, Averaged, recipe.Optimisation.Precision)];
    }

    /// <summary>Loads the discriminator, where the recipe has one.</summary>
    /// <param name="stage">Disposed where that fails.</param>
    /// <param name="inputs">Gives the discriminator's frozen network.</param>
    protected static T WithDiscriminator<T>(T stage, RunInputs inputs)
        where T : PixelStage
    {
        using var parts = new PartsInMaking();
        parts.Add(stage);
        stage._discriminator = stage.Recipe.Discriminator is null ? null : PixelDiscriminatorLoss.Create(stage.Run, inputs, stage.Recipe, stage.Images, stage.Repaint);
        return parts.Finish(stage);
    }

    public abstract StageKind Kind { get; }

    public OptimisationRecipe Optimisation => Recipe.Optimisation;

    public int Views => _images.Views;

    public IReadOnlyList<TrainedModule> Modules { get; }

    public ITrainedModules? Discriminator => _discriminator;

    protected RunContext Run { get; }

    protected PixelRecipe Recipe { get; }

    protected PixelDecoder Decoder { get; }

    protected PixelDecoder Averaged { get; }

    public void Announce(ReadOnlySpan<long> views) => _images.Announce(views);

    public IReadOnlyList<(string Name, double Value)> InputActivity() => _images.Activity();

    public StepLosses Losses(TrainingBatch batch)
    {
        var decoded = Decoder.forward(TrainingFeatures(batch, noised: true)); // [B, 3, H, W]
        var losses = _loss.Of(decoded, Images(batch));
        return _discriminator is null ? losses : _discriminator.Join(losses, decoded, Decoder.LastWeight, batch);
    }

    public IReadOnlyList<(string Name, double Value)> Validate() => [("psnr", _heldOut.MeanPsnr(Reconstruct))];

    public IReadOnlyList<string> PublishedFiles => [Run.Model.PixelDecoderPath];

    public BestMetric? BestMetric => new("psnr", Rises: true);

    public bool WriteSampleGrid(string path)
    {
        _heldOut.WriteSampleGrid(path, Reconstruct);
        return true;
    }

    public void Publish() => ModuleCheckpoint.Save(Averaged, Run.Model.PixelDecoderPath, Run.Recipe.Storage);

    public virtual void Dispose()
    {
        _discriminator?.Dispose();
        foreach (var module in Modules)
        {
            module.Dispose();
        }
    }

    /// <summary>What the decoder learns from: standardised features <c>[B, T, D]</c> without gradient.</summary>
    /// <param name="batch">Whose features.</param>
    /// <param name="noised">Whether with the recipe's noise.</param>
    protected abstract torch.Tensor TrainingFeatures(TrainingBatch batch, bool noised);

    /// <summary>What it is judged on, for held-out views.</summary>
    protected abstract torch.Tensor HeldOutFeatures(long[] views);

    private torch.Tensor Images(TrainingBatch batch) => _images.Gather(batch.Views, Run.Device); // [B, 3, H, W]

    private torch.Tensor Repaint(TrainingBatch batch) => Decoder.forward(TrainingFeatures(batch, noised: false)); // [B, 3, H, W]

    private torch.Tensor Reconstruct(long[] views) => Averaged.forward(HeldOutFeatures(views));

    protected static PixelDecoder NewDecoder(RunContext run) =>
        new(run.Recipe.Model.PixelDecoder, run.Recipe.Model.Encoder.FeatureWidth, run.Recipe.Model.Latent.Side, run.Device);
}
