using FaeRealtime.Core.Config;
using FaeRealtime.Training.Export;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests.Stages;

/// <summary>One batch, seen again and again: a stage whose loss, gradients or optimiser are wrong cannot learn it by heart.</summary>
public sealed class OverfitTests
{
    private const int Steps = 400;
    private const int Batch = 4;

    [Theory]
    [InlineData(StageKind.Ia, 0.2)]
    [InlineData(StageKind.Ia, 0.2, AutoencoderKind.Linear)]
    [InlineData(StageKind.Ia, 0.2, AutoencoderKind.Transformer)]
    [InlineData(StageKind.Ib, 0.2)]
    [InlineData(StageKind.Ib, 0.2, AutoencoderKind.SingleAttention, PixelHeadKind.Overlap)]
    [InlineData(StageKind.Ib, 0.2, AutoencoderKind.SingleAttention, PixelHeadKind.Convolution)]
    [InlineData(StageKind.IV, 0.2)]
    [InlineData(StageKind.III, 0.6)] // Noise and times are new at every step: only the latents can be learned.
    public void Train_OneBatch_LossFallsFar(StageKind stage, double share, AutoencoderKind encoder = AutoencoderKind.SingleAttention, PixelHeadKind head = PixelHeadKind.Linear)
    {
        var recipe = SmallRecipe.Of(Steps, Batch, learningRate: 5e-3, flip: false);
        recipe = recipe with
        {
            Model = recipe.Model with
            {
                Autoencoder = recipe.Model.Autoencoder with { Kind = encoder, Depth = 1, Rope = encoder == AutoencoderKind.Transformer },
                PixelDecoder = recipe.Model.PixelDecoder with { Head = head },
            },
            Intervals = recipe.Intervals with { Log = 20, Validate = Steps, SampleGrid = Steps },
            Ia = recipe.Ia with { Beta = 1e-3 },
            Ib = recipe.Ib with { Noise = 0 },
            Iii = stage == StageKind.IV ? recipe.Iii with { Optimisation = SmallRecipe.Optimisation(50, Batch, 5e-3) } : recipe.Iii,
            Iv = recipe.Iv! with { RegressionShare = 1, Trajectories = new TrajectoryRecipe { Count = Batch, Steps = 8, Kept = 4, PairsEach = 4 } },
        };
        using var place = new TrainingPlace(recipe, images: Batch);
        if (stage is StageKind.III or StageKind.IV)
        {
            TrainingPlace.Train(place.Options(), stage == StageKind.III ? [StageKind.Ia] : [StageKind.Ia, StageKind.III]);
        }

        TrainingPlace.Train(place.Options(), [stage]);

        var losses = RunHistory.Read(Path.Combine(place.Out, "log.jsonl")).Points(RunFolder.Name(stage), "loss");
        Assert.Equal(Steps, losses[^1].Step);
        Assert.True(losses[^1].Value < share * losses[0].Value, $"{stage}: {losses[0].Value:g4} fell only to {losses[^1].Value:g4}");
    }

    [Theory]
    [InlineData(StageKind.Ib)]
    [InlineData(StageKind.II)]
    public void Train_OneBatchAgainstADiscriminator_ImagesStillComeNear(StageKind stage)
    {
        var recipe = SmallRecipe.WithDiscriminator(SmallRecipe.Of(Steps, Batch, learningRate: 5e-3, flip: false), firstStep: 0, start: 20, weight: 0.002);
        recipe = recipe with
        {
            Intervals = recipe.Intervals with { Log = 20, Validate = Steps, SampleGrid = Steps },
            Ia = recipe.Ia with { Beta = 1e-4 },
            Ib = recipe.Ib with { Noise = 0 },
        };
        using var place = new TrainingPlace(recipe, images: Batch);
        TrainingPlace.Train(place.Options(), stage == StageKind.II ? [StageKind.Ia, StageKind.Ib, StageKind.II] : [StageKind.Ib]);

        var history = RunHistory.Read(Path.Combine(place.Out, "log.jsonl"));
        var squared = history.Points("ib", "squared");
        var reached = history.Points(RunFolder.Name(stage), "squared")[^1].Value;
        Assert.True(reached < 0.2 * squared[0].Value, $"{stage}: {squared[0].Value:g4} fell only to {reached:g4}");
        Assert.NotEqual(0, history.Points(RunFolder.Name(stage), "gan")[^1].Value);
    }
}
