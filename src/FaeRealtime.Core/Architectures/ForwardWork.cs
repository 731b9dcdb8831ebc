using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Architectures;

/// <summary>Floating-point operations of one picture's pass through a network, two a multiplication with its addition.</summary>
/// <remarks>Matrix products over tokens and attention; what acts on a single row (times, labels, modulations) or element by element is under two per cent and left out.</remarks>
public static class ForwardWork
{
    private const long PerProduct = 2;
    private const int ConvolutionTaps = 3 * 3;

    /// <summary>One evaluation of a generator; null for one whose work depends on what it finds, such as a flow's.</summary>
    public static long? Of(GeneratorConfig generator, LatentConfig latent) => generator switch
    {
        LightningDiTConfig known => Of(known, latent),
        MMDiTConfig known => Of(known, latent),
        _ => null,
    };

    /// <summary>One evaluation of the generator or its student.</summary>
    public static long Of(LightningDiTConfig generator, LatentConfig latent)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(latent);
        var grid = latent.Side / generator.PatchSize;
        long tokens = (long)grid * grid, patch = (long)latent.Channels * generator.PatchSize * generator.PatchSize;
        var output = generator.LearnSigma ? 2 * patch : patch;
        return Linear(tokens, patch + output, generator.Width)
            + (generator.Depth * Block(tokens, generator.Width, generator.HiddenWidth, generator.SwiGlu));
    }

    /// <summary>One evaluation of a text-to-image generator, its text as long as it may be and embedded already.</summary>
    public static long Of(MMDiTConfig generator, LatentConfig latent)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(latent);
        var grid = latent.Side / generator.PatchSize;
        long text = generator.TextTokens, image = (long)grid * grid, patch = (long)latent.Channels * generator.PatchSize * generator.PatchSize;
        long width = generator.Width, inside = (generator.SwiGlu ? 3L : 2L) * generator.HiddenWidth;
        var whole = Linear(text + image, width, (4 * width) + inside) + (2 * Linear(text + image, text + image, width));

        // In the last block the text only lends queries, keys and values, and asks for nothing.
        var saved = Linear(text, width, width + inside) + (2 * Linear(text, text + image, width));
        var own = Linear(image, width, 4 * width) + (2 * Linear(image, image, width));
        return Linear(image, 2 * patch, width) + (generator.Depth * whole) - saved + (generator.SelfAttentionBlocks.Count * own);
    }

    /// <summary>The feature decoder.</summary>
    public static long Of(FeatureDecoderConfig decoder, LatentConfig latent, int featureWidth)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(latent);
        var tokens = (long)latent.Side * latent.Side;
        return Linear(tokens, latent.Channels, decoder.Width)
            + (decoder.Depth * Block(tokens, decoder.Width, decoder.HiddenWidth, gated: true))
            + (decoder.Width == featureWidth ? 0 : Linear(tokens, decoder.Width, featureWidth));
    }

    /// <summary>The pixel decoder.</summary>
    public static long Of(PixelDecoderConfig decoder, LatentConfig latent, int featureWidth)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(latent);
        var painted = (long)latent.Side * latent.Side;
        var tokens = painted + (decoder.ClassToken ? 1 : 0);
        var head = decoder.HeadShape(latent.Side);
        var cells = painted * head.Cells * head.Cells;
        return Linear(painted, featureWidth, decoder.Width)
            + (decoder.Depth * Block(tokens, decoder.Width, decoder.HiddenWidth, decoder.FeedForward == FeedForwardKind.SwiGlu))
            + Linear(painted, decoder.Width, head.Outputs)
            + Enumerable.Range(0, head.Layers).Sum(layer => Linear(cells, (long)ConvolutionTaps * head.Channels, head.LayerOutputs(layer)));
    }

    // Queries, keys, values and their projection; scores and their sums; two or three matrices.
    private static long Block(long tokens, long width, long hidden, bool gated) =>
        Linear(tokens, width, 4 * width) + (2 * Linear(tokens, tokens, width)) + Linear(tokens, width, (gated ? 3 : 2) * hidden);

    private static long Linear(long rows, long inputs, long outputs) => PerProduct * rows * inputs * outputs;
}
