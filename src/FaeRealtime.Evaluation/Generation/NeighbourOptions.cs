using FaeRealtime.Evaluation.Features;

namespace FaeRealtime.Evaluation.Generation;

/// <summary>What <c>fae eval neighbours</c> was asked for.</summary>
/// <param name="Evaluation">Model, data, encoder.</param>
/// <param name="Sampler">How samples are made.</param>
/// <param name="SampleGridPath">The PNG with every sample above its nearest training image.</param>
public sealed record NeighbourOptions(EvaluationOptions Evaluation, SamplerChoice Sampler, string SampleGridPath)
{
    /// <summary>Samples.</summary>
    public int Count { get; init; } = 64;

    /// <summary>The first sample's seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether every class gets as many samples, instead of its share of the data.</summary>
    public bool Balanced { get; init; }

    /// <summary>Images in a row of the sample grid.</summary>
    public int Columns { get; init; } = 16;
}
