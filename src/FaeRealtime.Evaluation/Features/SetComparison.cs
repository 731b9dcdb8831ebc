namespace FaeRealtime.Evaluation.Features;

/// <summary>How two sets of images differ in one feature space. What could not be computed is null.</summary>
public sealed record SetComparison
{
    /// <summary>The squared Fréchet distance; FD-<i>encoder</i> in a ViT's space.</summary>
    public required double FrechetDistance { get; init; }

    /// <summary>The same of spatial features, where both sets brought them.</summary>
    public double? SpatialFrechetDistance { get; init; }

    /// <summary>The unbiased kernel distance over all pairs, not multiplied by 1000.</summary>
    public double? KernelDistance { get; init; }

    /// <summary>Its deviation over seeded subsets.</summary>
    public double? KernelDistanceDeviation { get; init; }

    /// <summary>Share of samples inside the real set's manifold, k = 3.</summary>
    public double? Precision { get; init; }

    /// <summary>Share of the real set inside the samples' manifold, k = 3.</summary>
    public double? Recall { get; init; }

    /// <summary>Mean over the splits of 5000 images, where the samples brought logits.</summary>
    public double? InceptionScore { get; init; }
}
