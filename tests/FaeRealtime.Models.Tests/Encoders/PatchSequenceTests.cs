using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Encoders;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Encoders;

public sealed class PatchSequenceTests
{
    private const double Rounding = 1e-5;

    private static readonly VisionEncoderConfig NaFlex = SmallNetworks.SiglipVision with { PositionResize = PositionResize.BilinearAntialias };

    [Fact]
    public void Encode_PaddedPictures_EqualEachPictureAlone()
    {
        using var network = SmallNetworks.Siglip(NaFlex);
        Tensor[] pictures = [Noise.Normal(1, 3, 12, 20), Noise.Normal(2, 3, 8, 8), Noise.Normal(3, 3, 24, 16)];

        var together = network.Vision.Encode(PatchSequence.Of(pictures, 4, 30));

        for (var i = 0; i < pictures.Length; i++)
        {
            var alone = network.Vision.Encode(pictures[i].unsqueeze(0));
            var count = alone.Patches.size(1);
            Assert.True(Noise.MaxDifference(alone.Patches[0], together.Patches[i].narrow(0, 0, count)) < Rounding);
            Assert.True(Noise.MaxDifference(alone.Pooled![0], together.Pooled![i]) < Rounding);
        }
    }

    [Fact]
    public void Encode_ContentOfPadding_InfluencesNothingValid()
    {
        using var network = SmallNetworks.Siglip(NaFlex);
        using var clean = PatchSequence.Of([Noise.Normal(1, 3, 12, 8), Noise.Normal(2, 3, 8, 8)], 4, 9);
        var noise = Noise.Normal(4, 2, 9, 48) * (1 - clean.Valid.@float()).unsqueeze(-1) * 100;
        var dirty = clean with { Patches = clean.Patches + noise };

        var (expected, actual) = (network.Vision.Encode(clean), network.Vision.Encode(dirty));

        Assert.Equal(0, Noise.MaxDifference(expected.Pooled!, actual.Pooled!));
        Assert.Equal(0, Noise.MaxDifference(expected.Patches[0].narrow(0, 0, 6), actual.Patches[0].narrow(0, 0, 6)));
        Assert.NotEqual(0, Noise.MaxDifference(expected.Patches, actual.Patches));
    }

    [Fact]
    public void Of_PicturesThatDoNotFit_NamesTheSizes()
    {
        Assert.Contains("[3, 12, 13]", Assert.Throws<ShapeException>(() => PatchSequence.Of([zeros([3, 12, 13])], 4, 9)).Message, StringComparison.Ordinal);
        Assert.Contains("at most 8", Assert.Throws<ShapeException>(() => PatchSequence.Of([zeros([3, 12, 12])], 4, 8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_PartsThatDisagree_AreShapeErrors()
    {
        using var network = SmallNetworks.Siglip(NaFlex);
        using var sequence = PatchSequence.Of([zeros([3, 8, 8])], 4, 9);

        Assert.Throws<ShapeException>(() => network.Vision.Encode(sequence with { Grids = [(2, 5)] }));
        Assert.Throws<ShapeException>(() => network.Vision.Encode(sequence with { Grids = [(0, 0)] }));
        Assert.Throws<ShapeException>(() => network.Vision.Encode(sequence with { Grids = [(1, 1), (1, 1)] }));
        Assert.Throws<ShapeException>(() => network.Vision.Encode(sequence with { Valid = zeros([1, 8]) }));
        Assert.Throws<ShapeException>(() => network.Vision.Encode(sequence with { Patches = zeros([1, 9, 47]) }));
    }

    [Fact]
    public void Encode_NetworkWithClassToken_RefusesPatchSequences()
    {
        using var network = SmallNetworks.Vit();
        using var sequence = PatchSequence.Of([zeros([3, 8, 8])], 4, 4);

        Assert.Throws<InvalidOperationException>(() => network.Encode(sequence));
    }
}
