namespace FaeRealtime.Models.Flows;

/// <summary>How STARFlow turns noise into latents.</summary>
public sealed record FlowDecoding
{
    /// <summary>Extra guidance ω; 0 for none. Other samplers' scale is 1 + ω.</summary>
    public double Guidance { get; init; }

    /// <summary>Many tokens at once; null for one after the other.</summary>
    public JacobiDecoding? Jacobi { get; init; }
}

/// <summary>Jacobi decoding: tokens in parallel, in chunks, until they agree.</summary>
public sealed record JacobiDecoding
{
    /// <summary>Tokens at once.</summary>
    public int Chunk { get; init; } = 32;

    /// <summary>Most rounds a chunk.</summary>
    public int Rounds { get; init; } = 32;

    /// <summary>Mean square of a round's change over that of its result below which a chunk has settled; 0 for exact results.</summary>
    public double Tolerance { get; init; } = 1e-3;
}
