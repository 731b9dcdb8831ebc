using FaeRealtime.Evaluation.Features;

namespace FaeRealtime.Evaluation.Generation;

/// <summary>What <c>fae eval generation</c> found.</summary>
public sealed record GenerationReport
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The name of the encoder, and so of the distance: FD-<i>encoder</i>.</summary>
    public required string Encoder { get; init; }

    /// <summary>Encoder, token and input size.</summary>
    public required string Space { get; init; }

    /// <summary>The net behind <see cref="SamplerReport.SecondDistance"/>; null for none.</summary>
    public string? SecondSpace { get; init; }

    /// <summary>What the real set is, with its count.</summary>
    public required string Real { get; init; }

    /// <summary>The seam index of the data's pictures, on the grid of the model's patches.</summary>
    public double? RealSeams { get; init; }

    /// <summary>Samples of each sampler.</summary>
    public required int Count { get; init; }

    /// <summary>How classes were chosen.</summary>
    public required string Classes { get; init; }

    /// <summary>A row a sampler.</summary>
    public required IReadOnlyList<SamplerReport> Samplers { get; init; }

    /// <summary>What the distances are and are not.</summary>
    public string Meaning { get; init; } = SetComparison.Meaning;
}

/// <summary>One sampler's outcome.</summary>
/// <param name="Sampler">Its name, such as <c>teacher:50@1.5</c>.</param>
/// <param name="Guidance">Scale of the model's main stretch; null for a student.</param>
/// <param name="Metrics">Against the real set.</param>
/// <param name="Neighbours">Against the training images.</param>
/// <param name="Seams">The seam index of the samples; null where they have no patch border or no structure.</param>
/// <param name="Seconds">Sampling took; null where stored samples were read.</param>
public sealed record SamplerReport(string Sampler, double? Guidance, SetComparison Metrics, NeighbourDistances Neighbours, double? Seams, double? Seconds)
{
    /// <summary>The squared Fréchet distance in a second space, always to the data's own images: means of the perceptual net's last activations. Null where no net was named.</summary>
    public double? SecondDistance { get; init; }
}
