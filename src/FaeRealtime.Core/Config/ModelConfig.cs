using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Config;

/// <summary>Everything that a model folder's weights mean: <c>config.json</c>.</summary>
public sealed record ModelConfig
{
    /// <summary>Version of this layout; 1.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>A short name, such as <c>emoji-tiny</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The frozen ViT whose tokens are the features, and how pictures enter it. Its weights are never in the folder.</summary>
    public required VisionEncoderConfig Encoder { get; init; }

    /// <summary>The latent grid and the statistics the generator works in.</summary>
    public required LatentConfig Latent { get; init; }

    /// <summary>The trained encoder from features to latents.</summary>
    public required AutoencoderConfig Autoencoder { get; init; }

    /// <summary>The decoder from latents to features.</summary>
    public required FeatureDecoderConfig FeatureDecoder { get; init; }

    /// <summary>The decoder from features to pixels.</summary>
    public required PixelDecoderConfig PixelDecoder { get; init; }

    /// <summary>The latent generator.</summary>
    public required GeneratorConfig Generator { get; init; }

    /// <summary>How the generator is sampled unless the user says otherwise.</summary>
    public SamplingConfig Sampling { get; init; } = new();

    /// <summary>The few-step student; null where the model has none.</summary>
    public FewStepConfig? FewStep { get; init; }

    /// <summary>How one of the model's generators is sampled. A flow has no times, so its guidance acts as a whole.</summary>
    /// <param name="generator">Which.</param>
    /// <exception cref="ConfigException">The model has no few-step student.</exception>
    public SamplingConfig SamplingOf(GeneratorVariant generator) => generator == GeneratorVariant.Teacher
        ? Generator.IsFlow ? Sampling with { GuidanceFrom = 0, GuidanceTo = 1 } : Sampling
        : (FewStep ?? throw new ConfigException($"Model '{Name}' has no few-step student (fewStep). Train one, or use the generator itself.")).Sampling(Sampling);
}

/// <summary>The latent grid z <c>[B, C, h, w]</c>.</summary>
public sealed record LatentConfig
{
    /// <summary>Channels C.</summary>
    public required int Channels { get; init; }

    /// <summary>Rows h and columns w.</summary>
    public required int Side { get; init; }

    /// <summary>Per-channel mean of sampled z over the training set, length C; the generator works on (z − mean)/std. Empty before stage Ia has ended.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>Per-channel deviation of sampled z, length C.</summary>
    public IReadOnlyList<double> Std { get; init; } = [];
}
