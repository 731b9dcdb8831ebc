using FaeRealtime.Core.Config;

namespace FaeRealtime.Models.Flows;

/// <summary>The sizes and switches of one causal transformer layer of a flow.</summary>
/// <param name="Width">Token width D.</param>
/// <param name="HeadWidth">Width Dh of a head.</param>
/// <param name="Heads">Heads H of the queries; H·Dh need not be D.</param>
/// <param name="KeyHeads">Heads of keys and values, a divisor of H.</param>
/// <param name="Hidden">Hidden width of the feed-forward layer.</param>
internal sealed record FlowLayerShape(int Width, int HeadWidth, int Heads, int KeyHeads, int Hidden)
{
    /// <summary>The norm before attention and feed-forward layer.</summary>
    public NormKind Norm { get; init; } = NormKind.LayerNorm;

    /// <summary>Biases in both.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>A GELU-gated feed-forward layer.</summary>
    public bool Gated { get; init; }

    /// <summary>RMSNorms on queries and keys.</summary>
    public bool QkNorm { get; init; }

    /// <summary>RMSNorms after both.</summary>
    public bool PostNorm { get; init; }

    /// <summary>Rotary pairs are half a head apart.</summary>
    public bool HalfSplitRope { get; init; }

    /// <summary>A layer of STARFlow.</summary>
    public static FlowLayerShape Of(StarFlowConfig config, int block)
    {
        var width = config.WidthOf(block);
        var heads = config.Heads ?? width / config.HeadWidth;
        return new FlowLayerShape(width, config.HeadWidth, heads, config.KeyHeads ?? heads, (int)(width * config.MlpRatio))
        {
            Norm = config.Norm,
            Bias = config.Bias,
            Gated = config.Gated,
            QkNorm = config.QkNorm,
            PostNorm = config.PostNorm,
            HalfSplitRope = config.HalfSplitRope,
        };
    }

    /// <summary>A layer of TARFlow.</summary>
    public static FlowLayerShape Of(TarFlowConfig config)
    {
        var heads = config.Width / config.HeadWidth;
        return new FlowLayerShape(config.Width, config.HeadWidth, heads, heads, (int)(config.Width * config.MlpRatio));
    }
}
