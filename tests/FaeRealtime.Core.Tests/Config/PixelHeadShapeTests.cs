using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Tests.Config;

public sealed class PixelHeadShapeTests
{
    [Theory]
    [InlineData(1, 4, 2)]
    [InlineData(3, 5, 0)]
    [InlineData(4, 8, 2)]
    [InlineData(3, 8, 4)]
    [InlineData(8, 16, 3)]
    public void Window_SummedOverPatches_IsOneAtEveryPixelAndNothingOutside(int grid, int patch, int overlap)
    {
        var shape = new PixelHeadShape(PixelHeadKind.Overlap, grid, patch, overlap, patch, 0, 0);
        var window = shape.Window();
        var sums = new double[(grid * patch) + (2 * overlap)];
        for (var token = 0; token < grid; token++)
        {
            for (var i = 0; i < shape.Reach; i++)
            {
                sums[(token * patch) + i] += window[(token * shape.Reach) + i];
            }
        }

        Assert.All(sums[overlap..^overlap], sum => Assert.Equal(1, sum, 1e-6));
        Assert.All([.. sums[..overlap], .. sums[^overlap..]], sum => Assert.Equal(0, sum));
        Assert.All(window, weight => Assert.InRange(weight, 0, 1));
    }

    [Fact]
    public void HeadShape_OfEachKind_HasTheSizesThatTheWeightsHave()
    {
        var config = new PixelDecoderConfig { ImageSize = 128, Width = 256, Depth = 6, Heads = 4 };

        Assert.Equal(768, config.HeadShape(8).Outputs);
        Assert.Equal(24 * 24 * 3, (config with { Head = PixelHeadKind.Overlap }).HeadShape(8).Outputs);
        Assert.Equal(18 * 18 * 3, (config with { Head = PixelHeadKind.Overlap, HeadOverlap = 1 }).HeadShape(8).Outputs);
        var painter = (config with { Head = PixelHeadKind.Convolution, HeadStride = 4, HeadChannels = 48, HeadLayers = 3 }).HeadShape(8);
        Assert.Equal((16 * 48, 48, 48), (painter.Outputs, painter.LayerOutputs(0), painter.LayerOutputs(2)));
    }
}
