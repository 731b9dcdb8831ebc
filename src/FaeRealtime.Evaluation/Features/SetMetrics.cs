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
