using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>The trained encoder from features to the posterior of the latent. What the paper leaves open is a choice here whose default is the inferred one.</summary>
public sealed record AutoencoderConfig
{
    /// <summary>The network; the paper's own is one attention layer.</summary>
    public AutoencoderKind Kind { get; init; } = AutoencoderKind.SingleAttention;

    /// <summary>Attention heads (the paper: 24); not used by the linear encoder.</summary>
    public int Heads { get; init; } = 24;

    /// <summary>Width of a head of the single attention (the paper: 256), whose hidden width is heads × head width. The transformer's head is the features' width over heads.</summary>
    public int HeadWidth { get; init; } = 256;

    /// <summary>The activation on skip + attention; the paper does not name it, GELU is inferred.</summary>
    public ActivationKind Activation { get; init; } = ActivationKind.Gelu;

    /// <summary>Whether x is normalised first; the paper does not say, no norm is inferred.</summary>
    public bool PreNorm { get; init; }

    /// <summary>The norm that <see cref="PreNorm"/> asks for.</summary>
    public NormKind PreNormKind { get; init; } = NormKind.LayerNorm;

    /// <summary>Whether queries and keys pass an RMSNorm per head; the paper's count leaves it open, none is inferred.</summary>
    public bool QkNorm { get; init; }

    /// <summary>Whether queries and keys are rotated by their place in the grid; the paper's single attention names no positions, none is inferred.</summary>
    public bool Rope { get; init; }

    /// <summary>Blocks of the transformer encoder (the paper's ablation: 6).</summary>
    public int Depth { get; init; } = 6;

    /// <summary>The transformer encoder's MLP hidden width over the features' width, before SwiGLU's two thirds.</summary>
    public double MlpRatio { get; init; } = 4.0;
}

/// <summary>The encoders of the paper's table 5.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AutoencoderKind>))]
public enum AutoencoderKind
{
    /// <summary>Merged Q, K, V and skip projection, attention, activation, one projection to mean and log-variance (the paper's figure 7).</summary>
    SingleAttention,

    /// <summary>One projection to mean and log-variance.</summary>
    Linear,

    /// <summary>Transformer blocks at the features' width, then the projection.</summary>
    Transformer,
}

/// <summary>The normalisation of a block.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<NormKind>))]
public enum NormKind
{
    /// <summary>LayerNorm with weight and bias, eps 1e-6.</summary>
    LayerNorm,

    /// <summary>LayerNorm without weight and bias, eps 1e-6 (SiT).</summary>
    LayerNormNoAffine,

    /// <summary>RMSNorm with weight, eps 1e-6 (LightningDiT).</summary>
    RmsNorm,
}

/// <summary>The elementwise function before the single-attention encoder's last projection.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ActivationKind>))]
public enum ActivationKind
{
    /// <summary>Exact GELU.</summary>
    Gelu,

    /// <summary>SiLU.</summary>
    Silu,
}
