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

    [Theory]
    [InlineData(32, 38_166_592)] // 38.17M: 1536·24576 + 24576 + 6144·64 + 64
    [InlineData(48, 38_363_232)] // 38.36M
    [InlineData(64, 38_559_872)] // 38.56M
    public void SingleAttentionEncoder_PaperSize_HasTheTablesCount(int channels, long expected)
    {
        using var network = LatentEncoder.Create(new AutoencoderConfig(), PaperFeatures, PaperLatent with { Channels = channels }, Meta);

        Assert.Equal(expected, Parameters(network));
        Assert.Equal(expected, (1536L * 24576) + 24576 + (6144L * 2 * channels) + (2 * channels));
    }

    [Fact]
    public void SingleAttentionEncoder_OpenChoices_StayWithinThePrintedDigits()
    {
        var config = new AutoencoderConfig();
        foreach (var open in new[] { config with { QkNorm = true }, config with { PreNorm = true }, config with { PreNorm = true, PreNormKind = NormKind.RmsNorm }, config with { Rope = true } })
        {
            using var network = LatentEncoder.Create(open, PaperFeatures, PaperLatent, Meta);
            Assert.Equal(38.17, Math.Round(Parameters(network) / 1e6, 2));
        }
    }

    [Fact]
    public void LinearEncoder_PaperSize_IsOneProjection()
    {
        using var network = LatentEncoder.Create(new AutoencoderConfig { Kind = AutoencoderKind.Linear }, PaperFeatures, PaperLatent, Meta);

        Assert.Equal((1536 * 64) + 64, Parameters(network));
    }

    [Fact]
    public void TransformerEncoder_SixLayers_IsSixBlocksOfTheFeatureDecoderAndTwoMore()
    {
        const long Block = 28_330_496; // MODELS §1.3
        using var network = LatentEncoder.Create(new AutoencoderConfig { Kind = AutoencoderKind.Transformer, Rope = true }, PaperFeatures, PaperLatent, Meta);

        Assert.Equal((6 * Block) + 1536 + (1536 * 64) + 64, Parameters(network));
    }

    [Fact]
    public void FeatureDecoder_PaperSize_Has170_43MWithItsPositionTable()
    {
        using var network = new FeatureDecoder(new FeatureDecoderConfig { Width = PaperFeatures, Depth = 6, Heads = 24 }, PaperLatent, PaperFeatures, Meta);

        Assert.Equal(170_428_416, Parameters(network) + network.get_buffer("pos_embed")!.numel());
    }

    [Fact]
    public void FeatureDecoder_QkNorm_Adds768()
    {
        var config = new FeatureDecoderConfig { Width = PaperFeatures, Depth = 6, Heads = 24 };
        using var plain = new FeatureDecoder(config, PaperLatent, PaperFeatures, Meta);
        using var normed = new FeatureDecoder(config with { QkNorm = true }, PaperLatent, PaperFeatures, Meta);

        Assert.Equal(768, Parameters(normed) - Parameters(plain));
    }

    [Fact]
    public void PixelDecoder_PaperSize_Has305_36M()
    {
        using var network = new PixelDecoder(new PixelDecoderConfig { ImageSize = 256, Width = 1024, Depth = 24, Heads = 16 }, PaperFeatures, 16, Meta);

        Assert.Equal(305_360_896, Parameters(network));
    }

    [Fact]
    public void PixelDecoder_PlainVitL_Has304_94M()
    {
        var config = new PixelDecoderConfig { ImageSize = 256, Width = 1024, Depth = 24, Heads = 16, FeedForward = FeedForwardKind.Gelu, ClassToken = true };
        using var network = new PixelDecoder(config, PaperFeatures, 16, Meta);
        using var rae = new PixelDecoder(config with { FixedPositions = true, NormEpsilon = 1e-12 }, PaperFeatures, 16, Meta);

        Assert.Equal(304_936_704, Parameters(network));
        Assert.Equal(304_936_704, Parameters(rae) + rae.get_buffer("pos_embed")!.numel());
    }

    [Fact]
    public void Siglip2_GiantOpt_HasTheOfficialTensors()
    {
        var vision = new VisionEncoderConfig
        {
            Name = "siglip2-g-opt",
            PatchSize = 16,
            InputSize = 256,
            PretrainedGrid = 16,
            Width = PaperFeatures,
            Depth = 40,
            Heads = 16,
            MlpHidden = 6144,
            FeedForward = FeedForwardKind.GeluTanh,
            ClassToken = false,
            MaskToken = false,
            AttentionPool = true,
        };
        var text = new TextEncoderConfig { Vocabulary = 256_000, Width = 1152, Depth = 27, Heads = 16, MlpHidden = 4304, EmbeddingWidth = PaperFeatures };
        using var network = new SiglipModel(vision, text, Meta);

        // 40 blocks of 12·D² + 13·D, embeddings, last norm, and a head like a block with a probe but one norm less; 27 blocks, tables, norm and head.
        const long Block = (12L * PaperFeatures * PaperFeatures) + (13 * PaperFeatures);
        const long Vision = (40 * Block) + (PaperFeatures * (768 + 1 + 256 + 2)) + Block - PaperFeatures;
        const long TextBlock = (4L * 1152 * 1152) + (4 * 1152) + (2L * 1152 * 4304) + 4304 + 1152 + (4 * 1152);
        const long Text = (27 * TextBlock) + ((256_000L + 64) * 1152) + (2 * 1152) + (1153L * PaperFeatures);
        Assert.Equal(Vision, Parameters(network.Vision));
        Assert.Equal(Text, Parameters(network.Text));
        Assert.Equal(Vision + Text + 2, Parameters(network));
    }

    [Fact]
    public void LightningDiT_XlOverOne_Has675_26MWithItsPositionTable()
    {
        using var network = new LightningDiT(new LightningDiTConfig { Width = 1152, Depth = 28, Heads = 16, Classes = 1000 }, PaperLatent, Meta);

        Assert.Equal(675_256_736, Parameters(network) + network.get_buffer("pos_embed")!.numel());
    }

    [Fact]
    public void LightningDiT_WithoutLabelDropout_HasNoNullRow()
    {
        var config = new LightningDiTConfig { Width = 384, Depth = 1, Heads = 6, Classes = 1000 };
        using var with = new LightningDiT(config, PaperLatent, Meta);
        using var without = new LightningDiT(config with { LabelDropout = 0 }, PaperLatent, Meta);

        Assert.Equal(384, Parameters(with) - Parameters(without));
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
