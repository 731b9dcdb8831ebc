using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>Squared Euclidean distances between two sets of feature vectors, a block of rows at a time, so that any number of rows fits into memory.</summary>
internal static class PairwiseDistances
{
    /// <summary>Elements of a block: 128 MiB in double.</summary>
    public const long BlockElements = 1L << 24;

    /// <summary>Maps every block of distances to a result a row and joins these.</summary>
    /// <param name="from"><c>[N, D]</c>. Borrowed.</param>
    /// <param name="to"><c>[M, D]</c>. Borrowed.</param>
    /// <param name="reduce">From squared distances in double <c>[n, M]</c>, borrowed, to <c>[n]</c> or <c>[n, k]</c>.</param>
    /// <param name="blockElements">How many distances are computed at once.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns><c>[N]</c> or <c>[N, k]</c>; the caller disposes.</returns>
    /// <exception cref="ShapeException">The widths differ or a set is empty.</exception>
    public static torch.Tensor Reduce(
        torch.Tensor from, torch.Tensor to, Func<torch.Tensor, torch.Tensor> reduce, long blockElements = BlockElements, CancellationToken cancellationToken = default)
    {
        if (from.ndim != 2 || to.ndim != 2 || from.shape[1] != to.shape[1] || from.shape[0] == 0 || to.shape[0] == 0)
        {
            throw new ShapeException($"Features [{string.Join(", ", from.shape)}] cannot be compared with [{string.Join(", ", to.shape)}]. Use features of one network for both sets, at least one row each.");
        }

        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var right = to.to(torch.ScalarType.Float64); // [M, D]
        var rightNorms = right.square().sum(1); // [M]
        var transposed = right.t();
        var rows = Math.Max(1, blockElements / to.shape[0]);
        var results = new List<torch.Tensor>();
        for (long start = 0; start < from.shape[0]; start += rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = torch.NewDisposeScope();
            var left = from.narrow(0, start, Math.Min(rows, from.shape[0] - start)).to(torch.ScalarType.Float64); // [n, D]
            var distances = left.matmul(transposed).mul_(-2.0).add_(left.square().sum(1).unsqueeze(1)).add_(rightNorms).clamp_(0); // [n, M]
            results.Add(reduce(distances).MoveToOuterDisposeScope());
        }

        return torch.cat(results, 0).MoveToOuterDisposeScope();
    }

    /// <summary>The squared distance of every vector to its k-th nearest other vector of the same set.</summary>
    /// <param name="features"><c>[N, D]</c>, N above <paramref name="k"/>. Borrowed.</param>
    /// <param name="k">From 1.</param>
    /// <param name="blockElements">As in <see cref="Reduce"/>.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns>double <c>[N]</c>; the caller disposes.</returns>
    /// <exception cref="ShapeException">There are no k others.</exception>
    public static torch.Tensor ToNeighbour(torch.Tensor features, int k, long blockElements = BlockElements, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (features.shape[0] <= k)
        {
            throw new ShapeException($"{features.shape[0]} feature vectors have no {k} neighbours each. Give more pictures.");
        }

        // The vector itself is the nearest of all, at 0.
        return Reduce(features, features, distances => distances.topk(k + 1, 1, largest: false).values.select(1, k), blockElements, cancellationToken);
    }
}
