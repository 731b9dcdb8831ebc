using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Models.Exchange;

/// <summary>What a model folder is made from.</summary>
public sealed record ImportOptions
{
    /// <summary>Sizes and switches of every part; the generator's <see cref="GeneratorConfig.Time"/> says in which direction its weights were trained.</summary>
    public required ModelConfig Config { get; init; }

    /// <summary>The folder to make; it must not exist yet, or be empty.</summary>
    public required string Output { get; init; }

    /// <summary>Class names by index; null for «class 0», «class 1», ….</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Weights by part.</summary>
    public IReadOnlyDictionary<ModelParts, PartFile> Files { get; init; } = new Dictionary<ModelParts, PartFile>();

    /// <summary>A model folder that the other parts are taken from, with its real samples; null for none.</summary>
    public string? BasePath { get; init; }

    /// <summary>Seed of random weights for parts that come from nowhere else; null leaves them out.</summary>
    public ulong? RandomSeed { get; init; }

    /// <summary>The frozen encoder's weights: checked against the config, and remembered by their hash; null keeps what the config says.</summary>
    public string? EncoderPath { get; init; }

    /// <summary>A file with tensors <c>mean</c> and <c>std</c> of C numbers each, as LightningDiT's <c>latents_stats.pt</c>; null keeps the config's.</summary>
    public string? LatentStatisticsPath { get; init; }

    /// <summary>Type of the stored matrices: F32, F16 or BF16; null for F32, and for parts of another folder as they are there.</summary>
    public TensorDtype? Storage { get; init; }
}
