using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>How sharp and how varied a classifier finds images: exp of the mean Kullback–Leibler divergence between p(y|x) and its mean (Salimans et al. 2016, arXiv:1606.03498).</summary>
/// <remarks>Called Inception Score only with the logits of the 2015 Inception network; the ADM suite leaves the bias of its last layer out and splits after 5000 images.</remarks>
internal static class InceptionScore
{
    /// <summary>Images a split in the ADM suite.</summary>
    public const int OfficialSplit = 5000;

    /// <summary>The score of each split.</summary>
    /// <param name="logits"><c>[N, K]</c>. Borrowed.</param>
    /// <param name="splitSize">Images a split; the last one takes what is left.</param>
    /// <returns>At least one score in [1, K].</returns>
    /// <exception cref="ShapeException">There are no logits.</exception>
    public static IReadOnlyList<double> Splits(torch.Tensor logits, int splitSize = OfficialSplit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(splitSize);
        if (logits.ndim != 2 || logits.numel() == 0)
        {
            throw new ShapeException($"An Inception Score needs logits [N, K], not [{string.Join(", ", logits.shape)}].");
        }

        using var guard = torch.no_grad();
        var scores = new List<double>();
        for (long start = 0; start < logits.shape[0]; start += splitSize)
        {
            using var scope = torch.NewDisposeScope();
            var logs = logits.narrow(0, start, Math.Min(splitSize, logits.shape[0] - start)).to(torch.ScalarType.Float64).log_softmax(1); // [n, K]
            var shares = logs.exp();
            var divergence = (shares * (logs - shares.mean([0L], keepdim: true).log())).sum(1).mean();
            scores.Add(Math.Exp(divergence.ToDouble()));
        }

        return scores;
    }
}
