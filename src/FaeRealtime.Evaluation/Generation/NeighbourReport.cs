using FaeRealtime.Evaluation.Features;

namespace FaeRealtime.Evaluation.Generation;

/// <summary>What <c>fae eval neighbours</c> found.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Space">Encoder, token and input size.</param>
/// <param name="Sampler">How the samples were made.</param>
/// <param name="Sheet">The PNG.</param>
/// <param name="Distances">In sum.</param>
/// <param name="Samples">One by one, in the sample grid's order.</param>
public sealed record NeighbourReport(string Model, string Space, string Sampler, string Sheet, NeighbourDistances Distances, IReadOnlyList<NeighbourRow> Samples);

/// <summary>One sample and the training image nearest to it.</summary>
/// <param name="Seed">The sample's.</param>
/// <param name="Class">What it was asked for.</param>
/// <param name="Nearest">What the training image shows.</param>
/// <param name="Distance">Euclidean, in the feature space.</param>
public sealed record NeighbourRow(ulong Seed, string Class, string Nearest, double Distance);
