using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Evaluation.Features;

/// <summary>Finds the nearest training image of each vector, by Euclidean distance in the feature space.</summary>
internal static class NeighbourSearch
{
    /// <summary>Index and distance of the nearest training vector.</summary>
    /// <param name="features"><c>[N, D]</c>. Borrowed.</param>
    /// <param name="train"><c>[M, D]</c>. Borrowed.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public static IReadOnlyList<(int Index, double Distance)> Nearest(torch.Tensor features, torch.Tensor train, CancellationToken cancellationToken)
    {
        using var pairs = PairwiseDistances.Reduce(
            features,
            train,
            distances =>
            {
                var (values, indices) = distances.min(1);
                return torch.stack([indices.to(torch.ScalarType.Float64), values.sqrt()], 1); // [n, 2]
            },
            cancellationToken: cancellationToken);
        return [.. TensorExport.Values<double>(pairs).Chunk(2).Select(pair => ((int)pair[0], pair[1]))];
    }

    /// <summary>Compares distances of samples and of held-out images.</summary>
    public static NeighbourDistances Compare(IEnumerable<double> samples, IReadOnlyList<double> heldOut)
    {
        var (made, unseen) = (samples.ToArray(), Quantiles.Of(heldOut));
        var quantiles = Quantiles.Of(made);
        return new NeighbourDistances(quantiles, unseen, quantiles.Median / unseen.Median, made.Count(distance => distance < unseen.Low) / (double)made.Length);
    }
}
