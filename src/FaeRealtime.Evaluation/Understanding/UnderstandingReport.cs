namespace FaeRealtime.Evaluation.Understanding;

/// <summary>What <c>fae eval understanding</c> found.</summary>
public sealed record UnderstandingReport
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The encoder whose features x are.</summary>
    public required string Encoder { get; init; }

    /// <summary>Images to learn from.</summary>
    public required int Train { get; init; }

    /// <summary>Images that are classified.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Classes.</summary>
    public required int Classes { get; init; }

    /// <summary>Share of the commonest class among the held-out images: what knowing nothing gives.</summary>
    public required double Chance { get; init; }

    /// <summary>A row a representation.</summary>
    public required IReadOnlyList<UnderstandingRow> Rows { get; init; }
}

/// <summary>What one representation knows of the classes.</summary>
/// <param name="Representation">Which one, and how its tokens became a vector.</param>
/// <param name="Width">Numbers an image.</param>
/// <param name="Neighbours">k-NN accuracy for each k.</param>
/// <param name="LinearProbe">Accuracy of the best linear head.</param>
/// <param name="FeatureProbe">Accuracy of a head that was trained on x; null where the vector is none of its width.</param>
public sealed record UnderstandingRow(string Representation, long Width, IReadOnlyList<NeighbourAccuracy> Neighbours, double LinearProbe, double? FeatureProbe);

/// <summary>What the nearest training features classify rightly.</summary>
/// <param name="Neighbours">How many vote.</param>
/// <param name="Accuracy">Share of held-out images.</param>
public sealed record NeighbourAccuracy(int Neighbours, double Accuracy);
