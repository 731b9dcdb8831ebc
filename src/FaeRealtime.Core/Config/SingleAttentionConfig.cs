namespace FaeRealtime.Core.Config;

/// <summary>The single-attention encoder: merged Q, K, V and Skip projection, attention, activation, one projection to mean and log-variance (the paper's figure 7).</summary>
public sealed record SingleAttentionConfig
{
    /// <summary>Attention heads (the paper: 24).</summary>
    public required int Heads { get; init; }

    /// <summary>Width of a head (the paper: 256); the hidden width is heads × head width.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>The activation on skip + attention; the paper does not name it, GELU is inferred.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.Gelu;

    /// <summary>Whether x passes a LayerNorm first; the paper does not say, none is inferred.</summary>
    public bool PreNorm { get; init; }
}
