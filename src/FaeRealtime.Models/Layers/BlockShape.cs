using FaeRealtime.Core.Config;

namespace FaeRealtime.Models.Layers;

/// <summary>The sizes and kinds of a pre-norm transformer block.</summary>
/// <param name="Width">Token width D.</param>
/// <param name="Heads">Attention heads H.</param>
/// <param name="Hidden">Hidden width of the feed-forward layer.</param>
/// <param name="FeedForward">Its kind.</param>
/// <param name="Norm">The norm before each branch.</param>
internal sealed record BlockShape(int Width, int Heads, int Hidden, FeedForwardKind FeedForward, NormKind Norm)
{
    /// <summary>Whether q, k and v have biases.</summary>
    public bool QkvBias { get; init; } = true;

    /// <summary>What the norms add to the variance or mean square.</summary>
    public double NormEpsilon { get; init; } = Layers.Norm.TokenEpsilon;

    /// <summary>Whether each branch ends in a learned per-channel scale.</summary>
    public bool LayerScale { get; init; }

    /// <summary>The norm of queries and keys over the head width, or null for none.</summary>
    public NormKind? QkNorm { get; init; }
}
