namespace FaeRealtime.Evaluation.Understanding;

/// <summary>What one representation knows of the classes.</summary>
/// <param name="Representation">Which one, and how its tokens became a vector.</param>
/// <param name="Width">Numbers an image.</param>
/// <param name="Neighbours">k-NN accuracy for each k.</param>
/// <param name="LinearProbe">Accuracy of the best linear head.</param>
/// <param name="FeatureProbe">Accuracy of a head that was trained on x; null where the vector is none of its width.</param>
public sealed record UnderstandingRow(string Representation, long Width, IReadOnlyList<NeighbourAccuracy> Neighbours, double LinearProbe, double? FeatureProbe);
