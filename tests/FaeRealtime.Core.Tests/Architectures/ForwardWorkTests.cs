using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Tests.Architectures;

public sealed class ForwardWorkTests
{
    // Peebles & Xie 2022, table 4: 118.6 and 1.4 billion multiplications with their additions at 256 pixels.
    [Theory]
    [InlineData("sit-xl-2", 118.64)]
    [InlineData("sit-s-4", 1.41)]
    public void Of_Generator_IsThePublishedCount(string name, double products)
    {
        var architecture = (GeneratorArchitecture)ArchitectureCatalogue.Find(name);

        Assert.Equal(2e9 * products, ForwardWork.Of((LightningDiTConfig)architecture.Config, architecture.Latent), 2e9 * products * 0.02);
    }

    [Fact]
    public void Of_TextToImage_IsTheSumOfItsProducts()
    {
        var latent = new LatentConfig { Channels = 3, Side = 2 };
        var generator = new MMDiTConfig { Width = 8, Depth = 2, Heads = 1, MlpRatio = 2, TextWidth = 5, TextTokens = 3, SelfAttentionBlocks = [0] };

        // 3 text and 4 image tokens: a whole block, and the last one, whose text only lends queries, keys and values.
        var whole = (2 * 7 * 8 * ((4 * 8) + (2 * 16))) + (2 * 2 * 7 * 7 * 8);
        var last = (2 * 3 * 8 * 3 * 8) + (2 * 4 * 8 * ((4 * 8) + (2 * 16))) + (2 * 2 * 4 * 7 * 8);
        var own = (2 * 4 * 8 * 4 * 8) + (2 * 2 * 4 * 4 * 8);
        Assert.Equal(whole + last + own + (2 * 4 * 8 * (3 + 3)), ForwardWork.Of(generator, latent));
    }

    [Fact]
    public void Of_Decoders_IsTheSumOfTheirProducts()
    {
        var latent = new LatentConfig { Channels = 3, Side = 2 };
        var features = new FeatureDecoderConfig { Width = 6, Depth = 1, Heads = 1, MlpRatio = 2 };
        var pixels = new PixelDecoderConfig { ImageSize = 8, Width = 6, Depth = 2, Heads = 1, FeedForward = FeedForwardKind.Gelu, MlpRatio = 2, ClassToken = true };

        // 4 tokens: in; queries, keys, values, projection; scores and sums; two thirds of 12 three times; out.
        Assert.Equal(2 * 4 * ((3 * 6) + (4 * 6 * 6) + (2 * 4 * 6) + (3 * 6 * 8) + (6 * 5)), ForwardWork.Of(features, latent, featureWidth: 5));

        // 5 tokens in the blocks, 4 before and after, 4 x 4 pixels each.
        Assert.Equal((2 * 4 * ((5 * 6) + (6 * 48))) + (2 * 2 * 5 * ((4 * 6 * 6) + (2 * 5 * 6) + (2 * 6 * 12))), ForwardWork.Of(pixels, latent, featureWidth: 5));

        // Patches of 6 x 6; 2 x 2 cells of 16 channels a token, then 16 to 16 and 16 to 2 x 2 pixels at 16 cells.
        var plain = ForwardWork.Of(pixels, latent, featureWidth: 5) - (2 * 4 * 6 * 48);
        Assert.Equal(plain + (2 * 4 * 6 * 108), ForwardWork.Of(pixels with { Head = PixelHeadKind.Overlap }, latent, featureWidth: 5));
        Assert.Equal(
            plain + (2 * 4 * 6 * 64) + (2 * 16 * 9 * 16 * (16 + 12)),
            ForwardWork.Of(pixels with { Head = PixelHeadKind.Convolution, HeadChannels = 16 }, latent, featureWidth: 5));
    }
}
