namespace FaeRealtime.Evaluation.Generation;

/// <summary>One sample and the training image nearest to it.</summary>
/// <param name="Seed">The sample's.</param>
/// <param name="Class">What it was asked for.</param>
/// <param name="Nearest">What the training image shows.</param>
/// <param name="Distance">Euclidean, in the feature space.</param>
public sealed record NeighbourRow(ulong Seed, string Class, string Nearest, double Distance);
