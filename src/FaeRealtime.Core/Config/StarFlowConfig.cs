using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>STARFlow: a normalizing flow over latents, few shallow blocks and one deep one that reads the condition.</summary>
public sealed record StarFlowConfig : GeneratorConfig
{
    /// <summary>Token width of the shallow blocks, and of the deep one unless <see cref="TopWidth"/> says otherwise.</summary>
    public required int Width { get; init; }

    /// <summary>Transformer layers of each block, in the order that data takes through them; the last is the deep block.</summary>
    public required IReadOnlyList<int> Layers { get; init; }

    /// <summary>Token width of the deep block; null for <see cref="Width"/>.</summary>
    public int? TopWidth { get; init; }

    /// <summary>Width of an attention head.</summary>
    public int HeadWidth { get; init; } = 64;

    /// <summary>Attention heads; null for as many as fill the width.</summary>
    public int? Heads { get; init; }

    /// <summary>Heads of keys and values, each shared by several of the queries; null for one each.</summary>
    public int? KeyHeads { get; init; }

    /// <summary>MLP hidden width over token width.</summary>
    public double MlpRatio { get; init; } = 4.0;

    /// <summary>Side of a latent patch.</summary>
    public int PatchSize { get; init; } = 1;

    /// <summary>Side of the grid that positions are scaled to; null for the latent's.</summary>
    public int? PositionSide { get; init; }

    /// <summary>Greatest number of the condition's tokens: 1 for a class, the prompt's length for words, 0 for no condition.</summary>
    public int ConditionTokens { get; init; }

    /// <summary>Width of the condition's tokens: the text encoder's, or the number of classes and 1 for a class as one-hot vector.</summary>
    public int ConditionWidth { get; init; }

    /// <summary>Whether the deep block alone reads the condition.</summary>
    public bool ConditionTopOnly { get; init; } = true;

    /// <summary>A learned vector stands before the first token, which is then transformed too; otherwise the first token passes as it is.</summary>
    public bool StartToken { get; init; } = true;

    /// <summary>A scale is softplus of what the network says, 1 at 0; otherwise its exponential.</summary>
    public bool Softplus { get; init; } = true;

    /// <summary>An RMSNorm before each block's output.</summary>
    public bool FinalNorm { get; init; } = true;

    /// <summary>Bound a of each block's output, a·tanh(x/a); 0 for none.</summary>
    public double SoftClip { get; init; } = 4;

    /// <summary>Which way the blocks read the tokens.</summary>
    public FlowOrder Order { get; init; } = FlowOrder.LeftToRight;

    /// <summary>GELU-gated feed-forward layers (the source calls them SwiGLU) instead of a GELU MLP.</summary>
    public bool Gated { get; init; }

    /// <summary>RMSNorms on queries and keys before they are rotated.</summary>
    public bool QkNorm { get; init; }

    /// <summary>An RMSNorm after each attention and feed-forward layer, too.</summary>
    public bool PostNorm { get; init; }

    /// <summary>Biases in attention and feed-forward layers.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>The norm before each of these layers: LayerNorm (here with 1e-5) or RMSNorm.</summary>
    public NormKind Norm { get; init; } = NormKind.LayerNorm;

    /// <summary>Rotary positions turn an element with the one half a head away, as in HF's code, instead of with its neighbour.</summary>
    public bool HalfSplitRope { get; init; }

    /// <summary>Standard deviation of the noise on the latents in training, which sampling has to take away again.</summary>
    public double Noise { get; init; } = 0.3;

    /// <summary>Whether a block reads the tokens backwards.</summary>
    /// <param name="block">The block's index in <see cref="Layers"/>.</param>
    public bool Flips(int block) => (block + (Order == FlowOrder.LeftToRight ? 1 : 0)) % 2 == 1;

    /// <summary>Token width of a block.</summary>
    /// <param name="block">The block's index in <see cref="Layers"/>.</param>
    public int WidthOf(int block) => block == Layers.Count - 1 ? TopWidth ?? Width : Width;

    /// <summary>Whether a block reads the condition.</summary>
    /// <param name="block">The block's index in <see cref="Layers"/>.</param>
    public bool Reads(int block) => ConditionWidth > 0 && (!ConditionTopOnly || block == Layers.Count - 1);

    /// <summary>Number of classes of a flow whose condition is one token of class weights, «no class» last; 0 for words or no condition.</summary>
    public override int Classes { get; init; }

    /// <inheritdoc/>
    public override TextConditionConfig? Text { get; init; }

    /// <inheritdoc/>
    public override double LabelDropout { get; init; } = 0.1;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int TextNumbers => Classes > 0 ? 0 : ConditionTokens * ConditionWidth;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int TokenCount => Classes > 0 ? 0 : ConditionTokens;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool IsFlow => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems(LatentConfig latent) => this.Validate(latent);
}

/// <summary>In which order the blocks of a flow read an image's tokens: every second block backwards.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<FlowOrder>))]
public enum FlowOrder
{
    /// <summary>The first block reads forwards.</summary>
    RightToLeft,

    /// <summary>The first block reads backwards; with an even number of blocks the deep one then forwards.</summary>
    LeftToRight,
}
