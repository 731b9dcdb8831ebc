using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>The feature decoder: LightningDiT blocks without adaLN from latents to features.</summary>
public sealed record FeatureDecoderConfig
{
    /// <summary>Token width.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks (the paper: 6).</summary>
    public required int Depth { get; init; }

    /// <summary>Attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>MLP hidden width over token width before SwiGLU's two thirds.</summary>
    public double MlpRatio { get; init; } = 4.0;

    /// <summary>Whether a final norm closes the stack; an output projection follows only where the width differs from the features'.</summary>
    public bool FinalNorm { get; init; } = true;

    /// <summary>RMSNorm on q and k before RoPE; the paper's count cannot exclude it, none is inferred.</summary>
    public bool QkNorm { get; init; }

    /// <summary>Hidden width of the gated feed-forward layers.</summary>
    [JsonIgnore]
    public int HiddenWidth => FeedForwardWidth.TwoThirds(Width, MlpRatio);
}
