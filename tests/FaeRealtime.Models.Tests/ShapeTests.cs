using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Generators;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void Encode_OtherFeatureWidth_NamesBothShapes()
    {
        using var network = SmallNetworks.Encoder();

        var failure = Assert.Throws<ShapeException>(() => network.Encode(zeros([2, 9, 47])));

        Assert.Contains("[2, 9, 47]", failure.Message, StringComparison.Ordinal);
        Assert.Contains("[any, any, 48]", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 3, 3)]
    [InlineData(4, 4, 3)]
    [InlineData(4, 3, 4)]
    public void FeatureDecoder_OtherGrid_IsAShapeError(long channels, long rows, long columns)
    {
        using var network = SmallNetworks.FeatureDecoder();

        Assert.Throws<ShapeException>(() => network.forward(zeros([1, channels, rows, columns])));
    }

    [Fact]
    public void PixelDecoder_OtherTokenCount_IsAShapeError()
    {
        using var network = SmallNetworks.PixelDecoder();

        Assert.Throws<ShapeException>(() => network.forward(zeros([1, 8, SmallNetworks.FeatureWidth])));
    }

    [Fact]
    public void LightningDiT_BatchesThatDisagree_AreShapeErrors()
    {
        using var network = SmallNetworks.Generator();
        var x = zeros([2, 4, 3, 3]);

        Assert.Throws<ShapeException>(() => network.forward(x, zeros([3]), zeros([2], dtype: ScalarType.Int64)));
        Assert.Throws<ShapeException>(() => network.forward(x, zeros([2]), zeros([1], dtype: ScalarType.Int64)));
        Assert.Throws<ShapeException>(() => network.forward(zeros([2, 4, 3]), zeros([2]), zeros([2], dtype: ScalarType.Int64)));
        Assert.Throws<ShapeException>(() => network.Answer(x, zeros([2]), full([2], 0.1), new GeneratorInputs { ClassWeights = zeros([2, SmallNetworks.Classes]) }));
    }

    [Fact]
    public void Features_OtherPictureSize_IsAShapeErrorNamingTheEncoder()
    {
        using var network = SmallNetworks.Vit();

        var failure = Assert.Throws<ShapeException>(() => network.Features(zeros([1, 3, 12, 16])));

        Assert.Contains("'small'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_SidesThatAreNoMultiplesOfThePatch_NamesThePatch()
    {
        using var network = SmallNetworks.Vit();

        Assert.Contains("patch size 4", Assert.Throws<ShapeException>(() => network.Encode(zeros([1, 3, 12, 14]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RaePixelDecoder_OtherSquareGrid_IsResizedAndOthersAreRefused()
    {
        using var network = SmallNetworks.PixelDecoder(config: SmallNetworks.RaePixels);

        Assert.Equal([1L, 3L, 12L, 12L], network.forward(zeros([1, 25, SmallNetworks.FeatureWidth])).shape);
        Assert.Throws<ShapeException>(() => network.forward(zeros([1, 24, SmallNetworks.FeatureWidth])));
    }

    [Fact]
    public void EveryNetwork_RightInput_GivesTheDocumentedShape()
    {
        using var encoder = SmallNetworks.Encoder();
        var (mean, logVariance) = encoder.Encode(Noise.Normal(1, 2, 9, SmallNetworks.FeatureWidth));

        Assert.Equal([2L, 9L, 4L], mean.shape);
        Assert.Equal([2L, 9L, 4L], logVariance.shape);
        Assert.Equal([2L, 9L, SmallNetworks.FeatureWidth], SmallNetworks.FeatureDecoder().forward(zeros([2, 4, 3, 3])).shape);
        Assert.Equal([2L, 3L, 12L, 12L], SmallNetworks.PixelDecoder().forward(zeros([2, 9, SmallNetworks.FeatureWidth])).shape);
        Assert.Equal([2L, 9L, SmallNetworks.FeatureWidth], SmallNetworks.Vit().Features(zeros([2, 3, 12, 12])).shape);
    }
}
