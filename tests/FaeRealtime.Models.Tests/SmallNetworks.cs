using FaeRealtime.Core.Config;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Generators.TextToImage;

namespace FaeRealtime.Models.Tests;

/// <summary>Networks small enough for every test, of the real structure.</summary>
internal static class SmallNetworks
{
    public const int FeatureWidth = 48;
    public const int Classes = 5;

    public static LatentConfig Latent { get; } = new() { Channels = 4, Side = 3, Mean = [0.5, -1, 0, 2], Std = [1, 2, 0.5, 3] };

    public static AutoencoderConfig Attention { get; } = new() { Heads = 3, HeadWidth = 8 };

    public static FeatureDecoderConfig Features { get; } = new() { Width = 32, Depth = 2, Heads = 4 };

    public static PixelDecoderConfig Pixels { get; } = new() { ImageSize = 12, Width = 32, Depth = 2, Heads = 4 };

    public static LightningDiTConfig Generation { get; } = new() { Width = 32, Depth = 2, Heads = 4, Classes = Classes };

    /// <summary>SD3's kind: no norms of queries and keys, a pooled vector, a position table that is larger than the latent.</summary>
    public static MMDiTConfig TextToImage { get; } = new() { Width = 32, Depth = 2, Heads = 4, PositionGrid = 5, TextWidth = 6, TextTokens = 7, PooledWidth = 10 };

    /// <summary>SD3.5's: norms of queries and keys, and a second attention in the first block.</summary>
    public static MMDiTConfig TextToImageNormed { get; } = TextToImage with { QkNorm = NormKind.RmsNorm, SelfAttentionBlocks = [0] };

    /// <summary>The paper's: SwiGLU, no biases around it, learned text positions, no pooled vector.</summary>
    public static MMDiTConfig TextToImagePaper { get; } = TextToImage with
    {
        PositionGrid = null, PooledWidth = null, TextPositions = true, SwiGlu = true, QkvBias = false, ProjectionBias = false, TimeScale = 1,
    };

    public static VisionEncoderConfig Vision { get; } = new()
    {
        Name = "small",
        PatchSize = 4,
        InputSize = 12,
        PretrainedGrid = 5,
        Width = 24,
        Depth = 3,
        Heads = 3,
        MlpHidden = 48,
        FeatureBlocks = [1, 3],
    };

    /// <summary>SigLIP's vision tower: no class token, a pooling head.</summary>
    public static VisionEncoderConfig SiglipVision { get; } = Vision with
    {
        ClassToken = false, MaskToken = false, AttentionPool = true, FeedForward = FeedForwardKind.GeluTanh, FeatureBlocks = [], Mean = [0.5, 0.5, 0.5], Std = [0.5, 0.5, 0.5],
    };

    public static TextEncoderConfig Text { get; } = new() { Vocabulary = 11, Length = 6, Width = 16, Depth = 2, Heads = 2, MlpHidden = 20, EmbeddingWidth = 24 };

    /// <summary>RAE's decoder: class token, fixed positions, other grids resized.</summary>
    public static PixelDecoderConfig RaePixels { get; } = Pixels with
    {
        FeedForward = FeedForwardKind.Gelu, MlpHidden = 40, NormEpsilon = 1e-12, ClassToken = true, FixedPositions = true, ResizeTokens = true,
    };

    /// <summary>Patches that reach one pixel beyond their own.</summary>
    public static PixelDecoderConfig OverlapPixels { get; } = Pixels with { Head = PixelHeadKind.Overlap };

    /// <summary>Two by two cells a token.</summary>
    public static PixelDecoderConfig ConvolutionPixels { get; } = Pixels with { Head = PixelHeadKind.Convolution, HeadChannels = 16 };

    public static ModelConfig Model { get; } = new()
    {
        Name = "small",
        Encoder = Vision,
        Latent = Latent,
        Autoencoder = Attention,
        FeatureDecoder = Features,
        PixelDecoder = Pixels,
        Generator = Generation,
    };

    public static LatentEncoder Encoder(AutoencoderConfig? config = null, ulong seed = 1)
    {
        var network = LatentEncoder.Create(config ?? Attention, FeatureWidth, Latent);
        network.Initialise(seed);
        return network;
    }

    public static FeatureDecoder FeatureDecoder(ulong seed = 2)
    {
        var network = new FeatureDecoder(Features, Latent, FeatureWidth);
        network.Initialise(seed);
        return network;
    }

    public static PixelDecoder PixelDecoder(ulong seed = 3, PixelDecoderConfig? config = null)
    {
        var network = new PixelDecoder(config ?? Pixels, FeatureWidth, Latent.Side);
        network.Initialise(seed);
        return network;
    }

    public static LightningDiT Generator(LightningDiTConfig? config = null, ulong seed = 4)
    {
        var network = new LightningDiT(config ?? Generation, Latent);
        network.Initialise(seed);
        return network;
    }

    /// <summary>An MMDiT whose every parameter has moved.</summary>
    public static MMDiT TextGenerator(MMDiTConfig? config = null, ulong seed = 7)
    {
        var network = new MMDiT(config ?? TextToImage, Latent);
        network.Initialise(seed);
        Noise.Disturb(network);
        return network;
    }

    /// <summary>A student whose every parameter has moved.</summary>
    public static LightningDiT Student(LightningDiTConfig? config = null)
    {
        var network = new LightningDiT(config ?? Generation, Latent, targetTime: true);
        network.Initialise(6);
        Noise.Disturb(network);
        return network;
    }

    public static SiglipModel Siglip(VisionEncoderConfig? vision = null)
    {
        var network = new SiglipModel(vision ?? SiglipVision, Text);
        Noise.Disturb(network);
        return network;
    }

    public static VisionTransformer Vit(VisionEncoderConfig? config = null, ulong seed = 5) => VisionTransformer.Random(config ?? Vision, seed);
}
