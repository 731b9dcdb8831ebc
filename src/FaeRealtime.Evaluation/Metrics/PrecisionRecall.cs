using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>Improved precision and recall (Kynkäänniemi et al. 2019, arXiv:1904.06991).</summary>
/// <remarks>
/// Each set's manifold is the union of balls around its members that reach to their k-th neighbour, the member itself not counted. Distances are squared and in double;
/// the official ADM code computes them in half precision, and published numbers carry that noise.
/// </remarks>
/// <param name="Precision">Share of samples inside a ball of the reference set.</param>
/// <param name="Recall">Share of the reference set inside a ball of the samples.</param>
internal readonly record struct PrecisionRecall(double Precision, double Recall)
{
    /// <summary>Neighbours in the paper and in the ADM suite.</summary>
    public const int OfficialNeighbours = 3;

    /// <summary>Computes both.</summary>
    /// <param name="reference"><c>[N, D]</c>. Borrowed.</param>
    /// <param name="samples"><c>[M, D]</c>. Borrowed.</param>
    /// <param name="neighbours">k.</param>
    /// <param name="blockElements">Distances computed at once.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="Core.Errors.ShapeException">Widths differ, or a set has no k others for each.</exception>
    public static PrecisionRecall Of(
        torch.Tensor reference, torch.Tensor samples, int neighbours = OfficialNeighbours, long blockElements = PairwiseDistances.BlockElements, CancellationToken cancellationToken = default)
    {
        using var scope = torch.NewDisposeScope();
        var referenceRadii = PairwiseDistances.ToNeighbour(reference, neighbours, blockElements, cancellationToken);
        var sampleRadii = PairwiseDistances.ToNeighbour(samples, neighbours, blockElements, cancellationToken);
        return new PrecisionRecall(
            Inside(samples, reference, referenceRadii, blockElements, cancellationToken),
            Inside(reference, samples, sampleRadii, blockElements, cancellationToken));
    }

    private static double Inside(torch.Tensor points, torch.Tensor centres, torch.Tensor radii, long blockElements, CancellationToken cancellationToken)
    {
        using var inside = PairwiseDistances.Reduce(points, centres, distances => (distances <= radii).any(1), blockElements, cancellationToken); // [N]
        return TensorExport.Values<bool>(inside).Count(yes => yes) / (double)inside.shape[0];
    }
}
