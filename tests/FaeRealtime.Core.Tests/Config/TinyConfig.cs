using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Tests.Config;

/// <summary>A sound small configuration to bend in tests.</summary>
internal static class TinyConfig
{
    public static ModelConfig Make() => new()
    {
        Name = "test",
        Encoder = new VisionEncoderConfig
        {
            Name = "vit_tiny_patch16_224", PatchSize = 16, InputSize = 128, PretrainedGrid = 14, Width = 192, Depth = 12, Heads = 3, MlpHidden = 768, FeatureBlocks = [4, 8, 12],
        },
        Latent = new LatentConfig { Channels = 2, Side = 8, Mean = [0.25, -0.5], Std = [1, 2] },
        Autoencoder = new AutoencoderConfig { Heads = 4, HeadWidth = 64 },
        FeatureDecoder = new FeatureDecoderConfig { Width = 192, Depth = 2, Heads = 6 },
        PixelDecoder = new PixelDecoderConfig { ImageSize = 64, Width = 128, Depth = 2, Heads = 4 },
        Generator = new LightningDiTConfig { Width = 128, Depth = 2, Heads = 4, Classes = 3 },
    };
}
