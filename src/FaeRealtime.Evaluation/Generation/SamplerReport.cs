using FaeRealtime.Evaluation.Features;

namespace FaeRealtime.Evaluation.Generation;

/// <summary>One sampler's outcome.</summary>
/// <param name="Sampler">Its name, such as <c>teacher:50@1.5</c>.</param>
/// <param name="Guidance">Scale of the model's main stretch; null for a student.</param>
/// <param name="Metrics">Against the real set.</param>
/// <param name="Neighbours">Against the training images.</param>
/// <param name="Seconds">Sampling took; null where stored samples were read.</param>
public sealed record SamplerReport(string Sampler, double? Guidance, SetComparison Metrics, NeighbourDistances Neighbours, double? Seconds);
