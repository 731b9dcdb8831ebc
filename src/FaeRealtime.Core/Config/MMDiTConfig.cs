using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>A text-conditional MMDiT: image tokens and text tokens in a stream of weights each, with one attention over both (Stable Diffusion 3; 3.5 norms queries and keys).</summary>
/// <remarks>Esser et al. 2024, arXiv:2403.03206, §4. The defaults are SD3's; FAE's networks have SwiGLU, no biases around it and learned text positions (their totals allow nothing else).</remarks>
public sealed record MMDiTConfig : GeneratorConfig
{
    /// <summary>Token width of both streams.</summary>
    public required int Width { get; init; }

    /// <summary>Number of joint blocks; the last one's text stream only lends its queries, keys and values.</summary>
    public required int Depth { get; init; }

    /// <summary>Attention heads; SD3 has <see cref="Depth"/> of 64.</summary>
    public required int Heads { get; init; }

    /// <summary>Side of a latent patch.</summary>
    public int PatchSize { get; init; } = 1;

    /// <summary>Side of the stored position table, out of whose middle a smaller picture takes its places; null for the latent's own grid.</summary>
    public int? PositionGrid { get; init; }

    /// <summary>MLP hidden width over token width.</summary>
    public double MlpRatio { get; init; } = 4.0;

    /// <summary>Width of a text encoder's token states.</summary>
    public required int TextWidth { get; init; }

    /// <summary>Most text tokens, and the number that texts are padded to. There is no mask: padding takes part, as in SD3.</summary>
    public required int TextTokens { get; init; }

    /// <summary>Whether text tokens have learned positions; SD3 leaves order to the text encoder.</summary>
    public bool TextPositions { get; init; }

    /// <summary>Width of a whole text's vector, which joins the embedding of time; null for none.</summary>
    public int? PooledWidth { get; init; }

    /// <summary>The norm of queries and keys over a head: null in SD3, rmsNorm in SD3.5.</summary>
    public NormKind? QkNorm { get; init; }

    /// <summary>Blocks whose image stream has a second attention, over itself alone (SD3.5 medium's first 13), from 0.</summary>
    public IReadOnlyList<int> SelfAttentionBlocks { get; init; } = [];

    /// <summary>SwiGLU without biases, its hidden width rounded up to a multiple of 256, instead of a tanh-GELU MLP with them.</summary>
    public bool SwiGlu { get; init; }

    /// <summary>Whether the projections to queries, keys and values have biases.</summary>
    public bool QkvBias { get; init; } = true;

    /// <summary>Whether the projections behind the attentions have biases.</summary>
    public bool ProjectionBias { get; init; } = true;

    /// <summary>What a time in [0, 1] is multiplied by before it is embedded: SD3's 1000, or 1.</summary>
    public double TimeScale { get; init; } = 1000;

    /// <summary>Number of classes, whose embeddings join that of time; 0 for words alone. Index <c>Classes</c> is the null label where there is one.</summary>
    public override int Classes { get; init; }

    /// <inheritdoc/>
    public override double LabelDropout { get; init; } = 0.1;

    /// <inheritdoc/>
    [JsonIgnore]
    public override bool HasNullLabel => Classes == 0 || LabelDropout > 0;

    /// <inheritdoc/>
    public override TextConditionConfig? Text { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override int TextNumbers => (TextTokens * TextWidth) + (PooledWidth ?? 0);

    /// <inheritdoc/>
    [JsonIgnore]
    public override int TokenCount => TextTokens;

    /// <summary>Hidden width of the feed-forward layers.</summary>
    [JsonIgnore]
    public int HiddenWidth => SwiGlu ? FeedForwardWidth.TwoThirdsOf256(Width, MlpRatio) : (int)(Width * MlpRatio);

    /// <summary>Side of the position table over a latent grid.</summary>
    /// <param name="latent">The grid.</param>
    public int PositionSide(LatentConfig latent)
    {
        ArgumentNullException.ThrowIfNull(latent);
        return PositionGrid ?? latent.Side / PatchSize;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Problems(LatentConfig latent) => this.Validate(latent);
}
