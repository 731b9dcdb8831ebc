using FaeRealtime.Evaluation.Metrics;
using TorchSharp;

namespace FaeRealtime.Evaluation.Features;

/// <summary>Computes every metric that two sets allow.</summary>
internal static class SetMetrics
{
    private const int Subsets = 50;
    private const int LargestSubset = 1000;
    private const ulong SubsetSeed = 1;

    /// <summary>Compares samples with real images.</summary>
    /// <param name="reference">The real set. Borrowed.</param>
    /// <param name="samples">Borrowed.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="Core.Errors.ShapeException">The sets have features of different width or too few.</exception>
    public static SetComparison Compare(FeatureCollection reference, FeatureCollection samples, CancellationToken cancellationToken)
    {
        var comparison = new SetComparison
        {
            FrechetDistance = FrechetDistance.Between(reference.Moments, samples.Moments),
            SpatialFrechetDistance = reference.Spatial is { } first && samples.Spatial is { } second ? FrechetDistance.Between(first, second) : null,
            InceptionScore = samples.Logits is { } logits ? InceptionScore.Splits(logits).Average() : null,
        };
        return reference.Features is { } real && samples.Features is { } made ? WithVectors(comparison, real, made, cancellationToken) : comparison;
    }

    private static SetComparison WithVectors(SetComparison comparison, torch.Tensor real, torch.Tensor made, CancellationToken cancellationToken)
    {
        var fewest = Math.Min(real.shape[0], made.shape[0]);
        PrecisionRecall? manifolds = fewest > PrecisionRecall.OfficialNeighbours ? PrecisionRecall.Of(real, made, cancellationToken: cancellationToken) : null;
        return comparison with
        {
            KernelDistance = KernelDistance.Between(real, made, cancellationToken: cancellationToken),
            KernelDistanceDeviation = fewest >= 4 ? Deviation(KernelDistance.Subsets(real, made, Subsets, (int)Math.Min(LargestSubset, fewest / 2), SubsetSeed, cancellationToken)) : null,
            Precision = manifolds?.Precision,
            Recall = manifolds?.Recall,
        };
    }

    private static double Deviation(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}

/// <summary>How two sets of images differ in one feature space. What could not be computed is null.</summary>
public sealed record SetComparison
{
    /// <summary>What the distances are and are not.</summary>
    public const string Meaning =
        "FD and KID are the formulas of FID and KID on vectors of the encoder named here. They are not the published FID and KID, which are Inception's, and compare only with the same encoder, input size, real set and count.";

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
