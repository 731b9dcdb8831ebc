using FaeRealtime.Evaluation.Metrics;

namespace FaeRealtime.Evaluation.Features;

/// <summary>How near samples are to training images, beside how near images are that training never saw: the question of memorisation in numbers.</summary>
/// <param name="Samples">Quantiles of the samples' distance to the nearest training image.</param>
/// <param name="HeldOut">The same of held-out images.</param>
/// <param name="MedianRatio">Samples' median divided by held-out images': near 1 is as new as unseen images, near 0 is copied.</param>
/// <param name="Suspects">Share of samples nearer to a training image than 95 % of the held-out images are.</param>
public sealed record NeighbourDistances(Quantiles Samples, Quantiles HeldOut, double MedianRatio, double Suspects);
