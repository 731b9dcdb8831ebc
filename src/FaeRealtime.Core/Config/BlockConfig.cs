namespace FaeRealtime.Core.Config;

/// <summary>The sizes and kinds of a pre-norm transformer block.</summary>
/// <param name="Width">Token width D.</param>
/// <param name="Heads">Attention heads H.</param>
/// <param name="Hidden">Hidden width of the feed-forward layer.</param>
/// <param name="FeedForward">Its kind.</param>
/// <param name="Norm">The norm before each branch.</param>
/// <param name="QkNorm">The norm of queries and keys, or null for none.</param>
public sealed record BlockConfig(int Width, int Heads, int Hidden, FeedForwardKind FeedForward, NormKind Norm, NormKind? QkNorm)
{
    /// <summary>Whether shift, scale and gate come from a condition (adaLN).</summary>
    public bool Modulated { get; init; }

    /// <summary>Whether queries, keys and values have biases.</summary>
    public bool QkvBias { get; init; } = true;

    /// <summary>Whether each branch has learned gains of its own (Touvron et al. 2021, CaiT).</summary>
    public bool LayerScale { get; init; }

    /// <summary>What the norms add to the variance or mean square.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>Width of a head.</summary>
    public int HeadWidth => Width / Heads;

    /// <summary>A generator's blocks: LightningDiT's, or SiT's with all flags off.</summary>
    /// <param name="config">The generator.</param>
    public static BlockConfig Of(LightningDiTConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var norm = config.RmsNorm ? NormKind.RmsNorm : NormKind.LayerNormNoAffine;
        NormKind? qkNorm = config.QkNorm ? (config.RmsNorm ? NormKind.RmsNorm : NormKind.LayerNorm) : null;
        return new BlockConfig(config.Width, config.Heads, config.HiddenWidth, config.SwiGlu ? FeedForwardKind.SwiGlu : FeedForwardKind.GeluTanh, norm, qkNorm) { Modulated = true };
    }

    /// <summary>A feature decoder's blocks.</summary>
    /// <param name="config">The decoder.</param>
    public static BlockConfig Of(FeatureDecoderConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new BlockConfig(config.Width, config.Heads, config.HiddenWidth, FeedForwardKind.SwiGlu, NormKind.RmsNorm, config.QkNorm ? NormKind.RmsNorm : null);
    }

    /// <summary>A frozen image encoder's blocks.</summary>
    /// <param name="config">The encoder.</param>
    public static BlockConfig Of(VisionEncoderConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new BlockConfig(config.Width, config.Heads, config.MlpHidden, config.FeedForward, NormKind.LayerNorm, null)
        {
            QkvBias = config.QkvBias,
            LayerScale = config.LayerScale,
            NormEpsilon = config.NormEpsilon,
        };
    }

    /// <summary>A pixel decoder's blocks.</summary>
    /// <param name="config">The decoder.</param>
    public static BlockConfig Of(PixelDecoderConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new BlockConfig(config.Width, config.Heads, config.HiddenWidth, config.FeedForward, NormKind.LayerNorm, null) { NormEpsilon = config.NormEpsilon };
    }
}
