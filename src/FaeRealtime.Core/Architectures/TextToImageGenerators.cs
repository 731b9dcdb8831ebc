using System.Globalization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Architectures;

/// <summary>The paper's text-to-image networks (appendix D: 603.46 and 2,017.84 million numbers).</summary>
/// <remarks>
/// Both totals at once leave SwiGLU rounded up to 256, biases in adaLN and embeddings only, no norms of queries and keys, no pooled vector, and 1280 rows of text-side weights (MODELS §6.1): here 1024 of the text's states and 256 of
/// learned positions. Times go in unscaled, as REPA's trainer gives them to the same network; the paper does not say.
/// </remarks>
internal static class TextToImageGenerators
{
    private const int PaperText = 1024;
    private const int PaperTokens = 256;
    private const int HeadWidth = 64;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<GeneratorArchitecture> All { get; } =
    [
        Paper("paper-t2i", width: 1024, depth: 16, new LatentConfig { Channels = 32, Side = 16 }),
        Paper("paper-t2i-384", width: 1536, depth: 24, new LatentConfig { Channels = 64, Side = 24 }),
    ];

    private static GeneratorArchitecture Paper(string name, int width, int depth, LatentConfig latent) => new(
        name,
        string.Create(CultureInfo.InvariantCulture, $"the paper's MMDiT over latents of {latent.Channels} x {latent.Side} x {latent.Side}, {depth} blocks of {width}"),
        new MMDiTConfig
        {
            Width = width,
            Depth = depth,
            Heads = width / HeadWidth,
            TextWidth = PaperText,
            TextTokens = PaperTokens,
            TextPositions = true,
            SwiGlu = true,
            QkvBias = false,
            ProjectionBias = false,
            TimeScale = 1,
        },
        latent);
}
