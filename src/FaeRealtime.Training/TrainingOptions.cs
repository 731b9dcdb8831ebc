using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Loading;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training;

/// <summary>What a training command names.</summary>
/// <param name="RecipePath">The recipe.</param>
/// <param name="DataPath">A prepared data folder, a folder of images with classes, or a folder of tar shards.</param>
/// <param name="OutPath">The run folder, which is the model folder.</param>
public sealed record TrainingOptions(string RecipePath, string DataPath, string OutPath)
{
    /// <summary>Official weights of the frozen ViT, safetensors.</summary>
    public string? EncoderPath { get; init; }

    /// <summary>SqueezeNet 1.1, AlexNet or VGG16 with torchvision's keys.</summary>
    public string? PerceptualPath { get; init; }

    /// <summary>LPIPS v0.1's learned heads for that net; null for equal weights.</summary>
    public string? PerceptualHeadsPath { get; init; }

    /// <summary>The frozen ViT of a DINO discriminator.</summary>
    public string? DiscriminatorPath { get; init; }

    /// <summary>The text encoder of a generator with words, opened only where the run folder lacks phrases of the data set; null where it is not at hand. Borrowed.</summary>
    public Lazy<IPhraseEncoder>? PhraseEncoder { get; init; }

    /// <summary>Weights that a generator begins with instead of random ones; what they lack is drawn. Null for none.</summary>
    public string? InitialGeneratorPath { get; init; }

    /// <summary>The caption of pictures that have none, for a generator with words; null for no caption.</summary>
    public string? Caption { get; init; }

    /// <summary>What the data may use of the machine.</summary>
    public DataOptions Loading { get; init; } = new();

    /// <summary>Whether stages with a saved state resume from it.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether they resume from the state that was best on held-out images instead of the newest.</summary>
    public bool FromBest { get; init; }

    /// <summary>Where networks and batches lie.</summary>
    public torch.Device Device { get; init; } = torch.CPU;

    /// <summary>Changes to the recipe.</summary>
    public RecipeOverrides Overrides { get; init; }

    /// <summary>This process's place among several that train together; null for one alone.</summary>
    public RankPlace? Ranks { get; init; }

    /// <summary>How long ranks wait for the slowest: longer than rank 0 takes to validate, draw and save.</summary>
    public TimeSpan RankTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Told what became of everything in the data set, before anything is computed; null for nobody.</summary>
    public Action<DatasetAccount>? Accounted { get; init; }

    /// <summary>Told what is allowed in the recipe and hardly meant; null for nobody.</summary>
    public Action<string>? Warned { get; init; }

    /// <summary>Called when a stage's steps begin; what it returns is disposed when they have ended and are saved. A caller that ends its process after a cancellation waits for that.</summary>
    public Func<IDisposable>? Uninterrupted { get; init; }

    /// <summary>Seed of a random encoder in place of <see cref="EncoderPath"/>: tests only.</summary>
    internal ulong? RandomEncoderSeed { get; init; }
}
