using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>Mean and covariance of a set of feature vectors: all that a Fréchet distance needs to know of it.</summary>
internal sealed class GaussianMoments : IDisposable
{
    private const int BlockRows = 4096;

    /// <summary>Takes over the tensors.</summary>
    /// <param name="mean">float64 <c>[D]</c>.</param>
    /// <param name="covariance">float64 <c>[D, D]</c>, symmetric.</param>
    /// <exception cref="ShapeException">The sizes disagree.</exception>
    public GaussianMoments(torch.Tensor mean, torch.Tensor covariance)
    {
        if (mean.ndim != 1 || !covariance.shape.SequenceEqual([mean.shape[0], mean.shape[0]]))
        {
            throw new ShapeException($"Mean [{string.Join(", ", mean.shape)}] and covariance [{string.Join(", ", covariance.shape)}] do not fit; give [D] and [D, D].");
        }

        Mean = mean.DetachFromDisposeScope();
        Covariance = covariance.DetachFromDisposeScope();
    }

    /// <summary>float64 <c>[D]</c>.</summary>
    public torch.Tensor Mean { get; }

    /// <summary>float64 <c>[D, D]</c>.</summary>
    public torch.Tensor Covariance { get; }

    public long Width => Mean.shape[0];

    /// <summary>Measures a set in two passes, in double: mean, then covariance by N − 1 (numpy's <c>cov</c>).</summary>
    /// <param name="features"><c>[N, D]</c>, N at least 2. Borrowed.</param>
    /// <exception cref="ShapeException">There are fewer than two rows.</exception>
    public static GaussianMoments Of(torch.Tensor features)
    {
        if (features.ndim != 2 || features.shape[0] < 2)
        {
            throw new ShapeException($"A covariance needs two feature vectors or more, not [{string.Join(", ", features.shape)}]. Give more pictures.");
        }

        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var rows = features.shape[0];
        var mean = torch.zeros([features.shape[1]], torch.ScalarType.Float64, features.device);
        foreach (var block in Blocks(features))
        {
            using var part = block.sum(0L);
            mean.add_(part);
            block.Dispose();
        }

        mean.div_(rows);
        var covariance = torch.zeros([features.shape[1], features.shape[1]], torch.ScalarType.Float64, features.device);
        foreach (var block in Blocks(features))
        {
            using var centred = block.sub_(mean);
            using var transposed = centred.t();
            using var part = transposed.matmul(centred); // [D, D]
            covariance.add_(part);
        }

        return new GaussianMoments(mean, covariance.div_(rows - 1));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Mean.Dispose();
        Covariance.Dispose();
    }

    // Copies in double; the caller disposes each.
    private static IEnumerable<torch.Tensor> Blocks(torch.Tensor features)
    {
        for (long start = 0; start < features.shape[0]; start += BlockRows)
        {
            using var rows = features.narrow(0, start, Math.Min(BlockRows, features.shape[0] - start));
            yield return rows.to(torch.ScalarType.Float64, copy: true); // [b, D]
        }
    }
}
