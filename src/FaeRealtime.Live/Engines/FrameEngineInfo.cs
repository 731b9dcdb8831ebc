using FaeRealtime.Core.Config;

namespace FaeRealtime.Live.Engines;

/// <summary>What a frame engine runs and where.</summary>
public sealed record FrameEngineInfo
{
    /// <summary>The model's configuration.</summary>
    public required ModelConfig Config { get; init; }

    /// <summary>The model folder's hash.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Class names, by class index.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Engine and device, such as <c>torch cpu, 2 threads</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Whether the folder has a generator.</summary>
    public required bool CanGenerate { get; init; }

    /// <summary>Which of the model's generators that is.</summary>
    public GeneratorKind Generator { get; init; }

    /// <summary>How that generator is sampled unless the user says otherwise.</summary>
    public SamplingConfig Sampling => Config.SamplingOf(Generator);

    /// <summary>Latents of real pictures from the folder, normalised, one <c>[C, h, w]</c> each; empty where the folder has none.</summary>
    public required IReadOnlyList<float[]> Samples { get; init; }

    /// <summary>The class of each sample.</summary>
    public required IReadOnlyList<int> SampleLabels { get; init; }

    /// <summary>Values of a latent, C·h·w.</summary>
    public int LatentLength => Config.Latent.Channels * Config.Latent.Side * Config.Latent.Side;

    /// <summary>Side of the painted picture in pixels.</summary>
    public int ImageSize => Config.PixelDecoder.ImageSize;
}
