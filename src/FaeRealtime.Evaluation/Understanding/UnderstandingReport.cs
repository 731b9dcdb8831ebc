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
