using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>The kernel distance of two sets: the unbiased squared maximum mean discrepancy under the kernel (x·y/D + 1)³ (Bińkowski et al. 2018, arXiv:1801.01401).</summary>
/// <remarks>Not multiplied by 1000. It may be below 0: an unbiased estimate of 0 is so half the time.</remarks>
internal static class KernelDistance
{
    /// <summary>Over all pairs.</summary>
    /// <param name="first"><c>[N, D]</c>, N at least 2. Borrowed.</param>
    /// <param name="second"><c>[M, D]</c>, M at least 2. Borrowed.</param>
    /// <param name="blockElements">Kernel values computed at once.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="ShapeException">Widths differ, or a set has fewer than two rows.</exception>
    public static double Between(torch.Tensor first, torch.Tensor second, long blockElements = PairwiseDistances.BlockElements, CancellationToken cancellationToken = default)
    {
        if (first.ndim != 2 || second.ndim != 2 || first.shape[1] != second.shape[1] || first.shape[0] < 2 || second.shape[0] < 2)
        {
            throw new ShapeException($"Features [{string.Join(", ", first.shape)}] have no kernel distance to [{string.Join(", ", second.shape)}]. Use features of one network, two rows or more.");
        }

        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (x, y) = (first.to(torch.ScalarType.Float64), second.to(torch.ScalarType.Float64));
        var (n, m) = ((double)x.shape[0], (double)y.shape[0]);
        return (Sum(x, x, blockElements, cancellationToken) - Diagonal(x)) / (n * (n - 1))
            + (Sum(y, y, blockElements, cancellationToken) - Diagonal(y)) / (m * (m - 1))
            - 2 * Sum(x, y, blockElements, cancellationToken) / (n * m);
    }

    /// <summary>Over seeded subsets of both sets, for the estimate's spread.</summary>
    /// <param name="first"><c>[N, D]</c>. Borrowed.</param>
    /// <param name="second"><c>[M, D]</c>. Borrowed.</param>
    /// <param name="subsets">How many.</param>
    /// <param name="size">Rows of each, drawn without repetition.</param>
    /// <param name="seed">Same seed, same subsets.</param>
    /// <param name="cancellationToken">Stops between subsets.</param>
    public static IReadOnlyList<double> Subsets(torch.Tensor first, torch.Tensor second, int subsets, int size, ulong seed, CancellationToken cancellationToken = default)
    {
        var values = new List<double>();
        for (var i = 0; i < subsets; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            values.Add(Between(
                first.index_select(0, torch.tensor(Draw(first.shape[0], size, seed, (ulong)(2 * i)), device: first.device)),
                second.index_select(0, torch.tensor(Draw(second.shape[0], size, seed, (ulong)((2 * i) + 1)), device: second.device)),
                cancellationToken: cancellationToken));
        }

        return values;
    }

    private static double Sum(torch.Tensor x, torch.Tensor y, long blockElements, CancellationToken cancellationToken)
    {
        var total = 0.0;
        var rows = Math.Max(1, blockElements / y.shape[0]);
        using var transposed = y.t();
        for (long start = 0; start < x.shape[0]; start += rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            total += Cubed(x.narrow(0, start, Math.Min(rows, x.shape[0] - start)).matmul(transposed), x.shape[1]);
        }

        return total;
    }

    private static double Diagonal(torch.Tensor x)
    {
        using var scope = torch.NewDisposeScope();
        return Cubed(x.square().sum(1), x.shape[1]);
    }

    private static double Cubed(torch.Tensor products, long width)
    {
        var kernel = products.div_(width).add_(1.0);
        return (kernel * kernel * kernel).sum().ToDouble();
    }

    private static long[] Draw(long count, int size, ulong seed, ulong stream)
    {
        if (size > count)
        {
            throw new ShapeException($"A subset of {size} cannot be drawn from {count} feature vectors. Give a smaller subset or more pictures.");
        }

        long[] order = [.. Enumerable.Range(0, (int)count).Select(i => (long)i)];
        for (var i = 0; i < size; i++)
        {
            var j = i + PhiloxNoise.NextInt64(seed, stream, (ulong)i, count - i);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order[..size];
    }
}
