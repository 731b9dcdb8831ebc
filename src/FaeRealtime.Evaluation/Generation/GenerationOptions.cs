using FaeRealtime.Evaluation.Features;

namespace FaeRealtime.Evaluation.Generation;

/// <summary>What <c>fae eval generation</c> was asked for.</summary>
/// <param name="Evaluation">Model, data, encoder.</param>
/// <param name="Samplers">Compared with the same real set, from the same noise and classes.</param>
public sealed record GenerationOptions(EvaluationOptions Evaluation, IReadOnlyList<SamplerChoice> Samplers)
{
    /// <summary>Samples of each sampler.</summary>
    public int Count { get; init; } = 1000;

    /// <summary>The first sample's seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether every class gets as many samples, instead of its share of the real set.</summary>
    public bool Balanced { get; init; }

    /// <summary>A file with the real set in place of the data folder's images: .npz of images, statistics or features, .npy or safetensors.</summary>
    public string? ReferencePath { get; init; }

    /// <summary>Where samples are stored and found again: a folder, or a .npz for one sampler.</summary>
    public string? SamplesPath { get; init; }
}
