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

/// <summary>How near samples are to training images, beside how near images are that training never saw: the question of memorisation in numbers.</summary>
/// <param name="Samples">Quantiles of the samples' distance to the nearest training image.</param>
/// <param name="HeldOut">The same of held-out images.</param>
/// <param name="MedianRatio">Samples' median divided by held-out images': near 1 is as new as unseen images, near 0 is copied.</param>
/// <param name="Suspects">Share of samples nearer to a training image than 95 % of the held-out images are.</param>
public sealed record NeighbourDistances(Quantiles Samples, Quantiles HeldOut, double MedianRatio, double Suspects);
