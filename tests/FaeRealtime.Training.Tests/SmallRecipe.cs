using FaeRealtime.Core.Config;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Tests;

/// <summary>A recipe of the real structure whose stages take seconds.</summary>
internal static class SmallRecipe
{
    public const int Classes = 3;
    public const int ImageSize = 32;

    public static ModelConfig Model { get; } = new()
    {
        Name = "small",
        Encoder = new VisionEncoderConfig
        {
            Name = "small-vit",
            PatchSize = 4,
            InputSize = 16,
            PretrainedGrid = 4,
            Width = 16,
            Depth = 2,
            Heads = 2,
            MlpHidden = 32,
            FeatureBlocks = [1, 2],
        },
        Latent = new LatentConfig { Channels = 8, Side = 4 },
        Autoencoder = new AutoencoderConfig { Heads = 2, HeadWidth = 16 },
        FeatureDecoder = new FeatureDecoderConfig { Width = 32, Depth = 1, Heads = 2 },
        PixelDecoder = new PixelDecoderConfig { ImageSize = ImageSize, Width = 32, Depth = 1, Heads = 2 },
        Generator = new LightningDiTConfig { Width = 32, Depth = 1, Heads = 2, Classes = Classes },
        Sampling = new SamplingConfig { Steps = 2, Shift = 0.4, Guidance = 1.5 },
        FewStep = new FewStepConfig(),
    };

    /// <summary>All stages with the same steps and batch, no perceptual term.</summary>
    public static TrainingRecipe Of(int steps, int batch = 4, double learningRate = 2e-3, bool flip = true) => new()
    {
        Model = Model,
        Seed = 7,
        Flip = flip,
        Samples = 6,
        Intervals = new IntervalRecipe { Log = 1, Validate = 5, SampleGrid = 5, SaveMinutes = 1000 },
        Ia = new AutoencoderRecipe { Optimisation = Optimisation(steps, batch, learningRate), Beta = 0.02, BlockWeights = [1, 0.5] },
        Ib = new PixelRecipe { Optimisation = Optimisation(steps, batch, learningRate), Noise = 0.4, PerceptualWeight = 0 },
        Ii = new PixelRecipe { Optimisation = Optimisation(steps, batch, learningRate), LatentNoise = 0.2, PerceptualWeight = 0 },
        Iii = new FlowRecipe { Optimisation = Optimisation(steps, batch, learningRate), SampleGridSteps = 2 },
        Iv = new FewStepRecipe
        {
            Optimisation = Optimisation(steps, batch, learningRate),
            Trajectories = new TrajectoryRecipe { Count = 6, Steps = 8, Kept = 4, PairsEach = 2 },
            ReferenceSteps = 6,
            ReferenceImages = 5,
        },
    };

    /// <summary>The same recipe with an adversary in stages Ib and II that begins a few steps in.</summary>
    public static TrainingRecipe WithDiscriminator(TrainingRecipe recipe, int firstStep = 2, int start = 4, double weight = 0.1)
    {
        var discriminator = new DiscriminatorRecipe
        {
            Weight = weight,
            FirstStep = firstStep,
            Start = start,
            Patch = new PatchDiscriminatorRecipe { Widths = [8, 8, 16], Groups = 4, Grid = 8 },
            Optimisation = new DiscriminatorOptimisationRecipe { LearningRate = 1e-3, Warmup = 2 },
        };
        return recipe with { Ib = recipe.Ib with { Discriminator = discriminator }, Ii = recipe.Ii with { Discriminator = discriminator } };
    }

    public static OptimisationRecipe Optimisation(int steps, int batch, double learningRate) =>
        new() { Steps = steps, Batch = batch, LearningRate = learningRate, Warmup = Math.Min(5, steps), EmaDecay = 0.9, ClipNorm = 10 };
}
