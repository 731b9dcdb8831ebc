using FaeRealtime.Core.Config;

namespace FaeRealtime.Cpu.Networks;

/// <summary>The sizes and kinds of a pre-norm transformer block.</summary>
/// <param name="Width">Token width D.</param>
/// <param name="Heads">Attention heads H.</param>
/// <param name="Hidden">Hidden width of the feed-forward layer.</param>
/// <param name="FeedForward">Its kind.</param>
/// <param name="Norm">The norm before each branch.</param>
/// <param name="QkNorm">The norm of queries and keys, or null for none.</param>
internal sealed record BlockConfig(int Width, int Heads, int Hidden, FeedForwardKind FeedForward, NormKind Norm, NormKind? QkNorm)
{
    /// <summary>Whether shift, scale and gate come from a condition (adaLN).</summary>
    public bool Modulated { get; init; }

    /// <summary>What the norms add to the variance or mean square.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>Width of a head.</summary>
    public int HeadWidth => Width / Heads;
}
