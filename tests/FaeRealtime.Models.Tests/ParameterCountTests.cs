using FaeRealtime.Core.Config;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Models.Generators;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests;

/// <summary>The paper's sizes (FAE, table of parameters; MODELS §1.2–1.5, §7.1), counted on the meta device: shapes without memory.</summary>
public sealed class ParameterCountTests
{
    private const int PaperFeatures = 1536;

    private static readonly Device Meta = new(DeviceType.META);
    private static readonly LatentConfig PaperLatent = new() { Channels = 32, Side = 16 };

    [Fact]
    public void SingleAttentionEncoder_PaperSize_Has38_17M()
    {
        using var network = new SingleAttentionEncoder(new SingleAttentionConfig { Heads = 24, HeadWidth = 256 }, PaperFeatures, PaperLatent.Channels, Meta);

        Assert.Equal(38_166_592, Parameters(network));
    }

    [Fact]
    public void FeatureDecoder_PaperSize_Has170_43MWithItsPositionTable()
    {
        using var network = new FeatureDecoder(new FeatureDecoderConfig { Width = PaperFeatures, Depth = 6, Heads = 24 }, PaperLatent, PaperFeatures, Meta);

        Assert.Equal(170_428_416, Parameters(network) + network.get_buffer("pos_embed")!.numel());
    }

    [Fact]
    public void PixelDecoder_PaperSize_Has305_36M()
    {
        using var network = new PixelDecoder(new PixelDecoderConfig { ImageSize = 256, Width = 1024, Depth = 24, Heads = 16 }, PaperFeatures, 16, Meta);

        Assert.Equal(305_360_896, Parameters(network));
    }

    [Fact]
    public void LightningDiT_XlOverOne_Has675_26MWithItsPositionTable()
    {
        using var network = new LightningDiT(new GeneratorConfig { Width = 1152, Depth = 28, Heads = 16, Classes = 1000 }, PaperLatent, Meta);

        Assert.Equal(675_256_736, Parameters(network) + network.get_buffer("pos_embed")!.numel());
    }

    [Theory]
    [InlineData(384, 12, 6, 22.06)]
    [InlineData(768, 12, 12, 86.58)]
    [InlineData(1024, 24, 16, 304.37)]
    [InlineData(1536, 40, 24, 1136.48)]
    public void VisionTransformer_DinoV2Size_HasTheOfficialCount(int width, int depth, int heads, double millions)
    {
        var giant = width == 1536;
        using var network = new VisionTransformer(
            new VisionEncoderConfig
            {
                Name = "dinov2",
                PatchSize = 14,
                InputSize = 224,
                PretrainedGrid = 37,
                Width = width,
                Depth = depth,
                Heads = heads,
                MlpHidden = giant ? 4096 : 4 * width,
                FeedForward = giant ? FeedForwardKind.SwiGlu : FeedForwardKind.Gelu,
                LayerScale = true,
            },
            Meta);

        Assert.Equal(millions, Math.Round(Parameters(network) / 1e6, 2));
    }

    private static long Parameters(nn.Module network) => network.parameters().Sum(parameter => parameter.numel());
}
