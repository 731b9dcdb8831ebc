using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>A class-conditional LightningDiT (SiT is the same with the flags off).</summary>
public sealed record LightningDiTConfig : GeneratorConfig
{
    /// <summary>Token width.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Depth { get; init; }

    /// <summary>Attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Side of a latent patch.</summary>
    public int PatchSize { get; init; } = 1;

    /// <summary>MLP hidden width over token width.</summary>
    public double MlpRatio { get; init; } = 4.0;

    /// <summary>Number of classes; index <c>Classes</c> is the null label where there is one.</summary>
    public override required int Classes { get; init; }

    /// <summary>Share of labels replaced by the null label in training. At 0 there is no null label, in the official table as here, and so no guidance.</summary>
    public override double LabelDropout { get; init; } = 0.1;

    /// <summary>Words beside the class; null for a generator that knows classes only.</summary>
    public override TextConditionConfig? Text { get; init; }

    /// <summary>RMS or layer norms on q and k before RoPE.</summary>
    public bool QkNorm { get; init; }

    /// <summary>SwiGLU instead of a tanh-GELU MLP.</summary>
    public bool SwiGlu { get; init; } = true;

    /// <summary>Rotary position embedding on q and k.</summary>
    public bool Rope { get; init; } = true;

    /// <summary>RMSNorm with weight instead of LayerNorm without.</summary>
    public bool RmsNorm { get; init; } = true;

    /// <summary>Blocks without adaLN shifts (LightningDiT's <c>wo_shift</c>).</summary>
    public bool WithoutShift { get; init; }

    /// <summary>Twice the output channels, of which the first half is the velocity.</summary>
    public bool LearnSigma { get; init; }

    /// <summary>Which end of time the weights were trained with: ours (the paper's), or LightningDiT's and SiT's opposite.</summary>
    public override TimeDirection Time { get; init; } = TimeDirection.NoiseAtOne;

    /// <summary>The path between data and noise that the weights were trained on.</summary>
    public override PathKind Path { get; init; } = PathKind.Linear;

    /// <summary>What the network answers with. Noise and score point the same way in both directions of time.</summary>
    public override PredictionKind Prediction { get; init; } = PredictionKind.Velocity;

    /// <summary>Whether the label table has a last row for «no class».</summary>
    [JsonIgnore]
    public override bool HasNullLabel => LabelDropout > 0;

    /// <summary>Hidden width of the feed-forward layers.</summary>
    [JsonIgnore]
    public int HiddenWidth => SwiGlu ? FeedForwardWidth.TwoThirds(Width, MlpRatio) : (int)(Width * MlpRatio);

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasTimeDirections => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems(LatentConfig latent) => this.Validate(latent);
}
