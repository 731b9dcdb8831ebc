namespace FaeRealtime.Evaluation.Generation;

/// <summary>What <c>fae eval generation</c> found.</summary>
public sealed record GenerationReport
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The name of the encoder, and so of the distance: FD-<i>encoder</i>.</summary>
    public required string Encoder { get; init; }

    /// <summary>Encoder, token and input size.</summary>
    public required string Space { get; init; }

    /// <summary>What the real set is, with its count.</summary>
    public required string Real { get; init; }

    /// <summary>Samples of each sampler.</summary>
    public required int Count { get; init; }

    /// <summary>How classes were chosen.</summary>
    public required string Classes { get; init; }

    /// <summary>A row a sampler.</summary>
    public required IReadOnlyList<SamplerReport> Samplers { get; init; }
}
