using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Architectures;

/// <summary>Whole models: the shipped one, a middle one, the paper's and its ablations.</summary>
internal static class WholeModels
{
    // REPA's best scale below t = 0.7; the paper searches the ablations' scales and does not print them.
    private const double AblationGuidance = 1.8;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ModelArchitecture> All { get; } = [Faces(), Tiny(), Small(), .. Paper()];

    private static ModelArchitecture Faces()
    {
        var tiny = Tiny().Config;
        return new ModelArchitecture("faces", "the shipped model: the same ViT, 128 px pictures without seams, classes and words, trained on two CPU cores", tiny with
        {
            Name = "faces",
            FeatureDecoder = new FeatureDecoderConfig { Width = 256, Depth = 6, Heads = 4 },
            PixelDecoder = new PixelDecoderConfig { ImageSize = 128, Width = 256, Depth = 6, Heads = 4, Head = PixelHeadKind.Convolution },
            Generator = new MMDiTConfig
            {
                Width = 256,
                Depth = 8,
                Heads = 4,
                TextWidth = 384,
                TextTokens = 48,
                SwiGlu = true,
                TimeScale = 1,
                Classes = 12,
                LabelDropout = 0.3,
                Text = new TextConditionConfig { Dropout = 0.12, Nearest = true },
            },
            Sampling = tiny.Sampling with { GuidanceTo = 1 }, // words act most where there is most noise
        });
    }

    private static ModelArchitecture Tiny() => new("tiny", "the emoji recipe's model: ViT-Ti/16 at 128 px, 64 px pictures, trained on two CPU cores", new ModelConfig
    {
        Name = "emoji-tiny",
        Encoder = VisionEncoders.Config("vit_tiny_patch16_224") with
        {
            Sha256 = "66cc2718a067da9ff02727cb4dd5b818ace99a217ac67efa04a204e0f1de2280",
            InputSize = 128,
            MaskToken = true, // as its config.json, which was written when every encoder had one
            FeatureBlocks = [1, 12],
        },
        Latent = new LatentConfig { Channels = 16, Side = 8 },
        Autoencoder = new AutoencoderConfig { Heads = 6, HeadWidth = 128 },
        FeatureDecoder = new FeatureDecoderConfig { Width = 192, Depth = 6, Heads = 3 },
        PixelDecoder = new PixelDecoderConfig { ImageSize = 64, Width = 192, Depth = 6, Heads = 3 },
        Generator = new LightningDiTConfig { Width = 192, Depth = 8, Heads = 3, Classes = 9 },
        Sampling = new SamplingConfig { Steps = 8, Guidance = 2 },
        FewStep = new FewStepConfig { Steps = 2 },
    });

    // The paper's shape with every width at its smallest published size.
    private static ModelArchitecture Small() => new("small", "the paper's structure at small width: DINOv2-S/14, 256 px, LightningDiT-S/1; for one GPU", new ModelConfig
    {
        Name = "small",
        Encoder = VisionEncoders.Config("dinov2-s14"),
        Latent = new LatentConfig { Channels = 16, Side = 16 },
        Autoencoder = new AutoencoderConfig { Heads = 12, HeadWidth = 128 },
        FeatureDecoder = new FeatureDecoderConfig { Width = 384, Depth = 6, Heads = 6 },
        PixelDecoder = new PixelDecoderConfig { ImageSize = 256, Width = 384, Depth = 12, Heads = 6 },
        Generator = LatentGenerators.LightningDiT("s"),
        Sampling = new SamplingConfig { Steps = 50, Guidance = AblationGuidance },
    });

    private static IReadOnlyList<ModelArchitecture> Paper()
    {
        var xl = PaperXl();
        var ablation = xl with { Sampling = xl.Sampling with { Shift = 1, Guidance = AblationGuidance, FurtherGuidance = [] } };
        var dit = LatentGenerators.SiT("xl");
        var sit = ablation with { Generator = dit };
        return
        [
            Named("paper-xl", "the paper's main model, 32 channels", xl),
            Named("paper-xl-48", "table 7: 48 channels, table 8's shift 0.3", ablation with { Latent = xl.Latent with { Channels = 48 }, Sampling = ablation.Sampling with { Shift = 0.3 } }),
            Named("paper-xl-64", "table 7: 64 channels, table 8's shift 0.2", ablation with { Latent = xl.Latent with { Channels = 64 }, Sampling = ablation.Sampling with { Shift = 0.2 } }),
            Named("paper-xl-linear", "table 5: linear encoder, SiT-XL/1", sit with { Autoencoder = new AutoencoderConfig { Kind = AutoencoderKind.Linear } }),
            Named("paper-xl-6layer", "table 5: 6-layer transformer encoder, SiT-XL/1", sit with { Autoencoder = new AutoencoderConfig { Kind = AutoencoderKind.Transformer, Rope = true } }),
            Named("paper-xl-sit", "table 6: SiT-XL/1", sit),
            Named("paper-xl-sit-swiglu", "table 6: SiT-XL/1 + SwiGLU", sit with { Generator = dit with { SwiGlu = true } }),
            Named("paper-xl-sit-swiglu-rope", "table 6: SiT-XL/1 + SwiGLU + RoPE", sit with { Generator = dit with { SwiGlu = true, Rope = true } }),
            Named("paper-xl-sit-swiglu-rope-rmsnorm", "table 6: the same + RMSNorm, which is LightningDiT-XL/1", ablation),
        ];
    }

    private static ModelArchitecture Named(string name, string description, ModelConfig config) => new(name, description, config with { Name = name });

    // FAE appendix D, 250 steps of Euler's method with the three-part guidance of the main results (between its two stretches none: inferred).
    private static ModelConfig PaperXl() => new()
    {
        Name = "paper-xl",
        Encoder = VisionEncoders.Config("dinov2-g14"),
        Latent = new LatentConfig { Channels = 32, Side = 16 },
        Autoencoder = new AutoencoderConfig(),
        FeatureDecoder = new FeatureDecoderConfig { Width = 1536, Depth = 6, Heads = 24 },
        PixelDecoder = new PixelDecoderConfig { ImageSize = 256, Width = 1024, Depth = 24, Heads = 16 },
        Generator = LatentGenerators.LightningDiT("xl"),
        Sampling = new SamplingConfig { Steps = 250, Shift = 0.4, Guidance = 2.5, GuidanceTo = 0.7, FurtherGuidance = [new GuidanceSegment { From = 0.9, To = 1, Scale = 0.9 }] },
    };
}
