using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>Share of rows whose right class is among the highest scores.</summary>
internal static class TopAccuracy
{
    /// <summary>Counts. Of equal scores the lower class index comes first, on every device.</summary>
    /// <param name="scores">double <c>[Q, K]</c>. Borrowed.</param>
    /// <param name="labels">Q class indices.</param>
    /// <param name="among">1 for the usual accuracy.</param>
    public static double Of(torch.Tensor scores, IReadOnlyList<long> labels, int among = 1)
    {
        var (values, classes) = (TensorExport.Values<double>(scores), (int)scores.shape[1]);
        var right = labels.Where((label, row) => Rank(values.AsSpan(row * classes, classes), (int)label) < among).Count();
        return right / (double)labels.Count;
    }

    private static int Rank(ReadOnlySpan<double> scores, int label)
    {
        var before = 0;
        for (var other = 0; other < scores.Length; other++)
        {
            before += scores[other] > scores[label] || (scores[other] == scores[label] && other < label) ? 1 : 0;
        }

        return before;
    }
}
