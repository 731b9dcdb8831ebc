using FaeRealtime.Evaluation.Features;

namespace FaeRealtime.Evaluation.Understanding;

/// <summary>What <c>fae eval understanding</c> was asked for.</summary>
/// <param name="Evaluation">Model, labelled data, encoder.</param>
public sealed record UnderstandingOptions(EvaluationOptions Evaluation)
{
    /// <summary>Neighbours that vote; DINOv2 reports 10, 20, 100 and 200.</summary>
    public IReadOnlyList<int> Neighbours { get; init; } = [10, 20];

    /// <summary>Steps of the linear probe; DINOv2 takes 12,500.</summary>
    public int ProbeSteps { get; init; } = 2000;

    /// <summary>Of the probe's weights and batches.</summary>
    public ulong Seed { get; init; } = 1;
}
