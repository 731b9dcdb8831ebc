using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>Features of images whose classes are known.</summary>
internal sealed record LabelledFeatures
{
    /// <summary>Puts both together.</summary>
    /// <param name="features"><c>[N, D]</c>. Borrowed.</param>
    /// <param name="labels">N class indices.</param>
    /// <exception cref="ShapeException">There are not as many labels as features.</exception>
    public LabelledFeatures(torch.Tensor features, long[] labels)
    {
        if (features.ndim != 2 || features.shape[0] != labels.Length || labels.Length == 0)
        {
            throw new ShapeException($"{labels.Length} labels do not fit features [{string.Join(", ", features.shape)}]; give one label for each row, at least one.");
        }

        (Features, Labels) = (features, labels);
    }

    /// <summary><c>[N, D]</c>. Borrowed.</summary>
    public torch.Tensor Features { get; }

    public long[] Labels { get; }
}
