namespace FaeRealtime.Evaluation.Reconstruction;

/// <summary>What <c>fae eval reconstruction</c> found.</summary>
public sealed record ReconstructionReport
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The name of the encoder, and so of the distance: rFD-<i>encoder</i>.</summary>
    public required string Encoder { get; init; }

    /// <summary>Encoder, token and input size.</summary>
    public required string Space { get; init; }

    /// <summary>Held-out images.</summary>
    public required int HeldOut { get; init; }

    /// <summary>Training images.</summary>
    public required int Train { get; init; }

    /// <summary>What the perceptual distance is; null for none.</summary>
    public string? PerceptualName { get; init; }

    /// <summary>One row a way.</summary>
    public required IReadOnlyList<ReconstructionRow> Rows { get; init; }
}
