using FaeRealtime.Evaluation.Metrics;

namespace FaeRealtime.Evaluation.Features;

/// <summary>How near samples are to training pictures, beside how near pictures are that training never saw: the question of memorisation in numbers.</summary>
/// <param name="Samples">Quantiles of the samples' distance to the nearest training picture.</param>
/// <param name="HeldOut">The same of held-out pictures.</param>
/// <param name="MedianRatio">Samples' median divided by held-out pictures': near 1 is as new as unseen pictures, near 0 is copied.</param>
/// <param name="Suspects">Share of samples nearer to a training picture than 95 % of the held-out pictures are.</param>
public sealed record NeighbourDistances(Quantiles Samples, Quantiles HeldOut, double MedianRatio, double Suspects);
