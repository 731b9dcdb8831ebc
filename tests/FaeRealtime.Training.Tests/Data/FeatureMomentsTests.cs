using FaeRealtime.Training.Data;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Data;

public sealed class FeatureMomentsTests
{
    [Fact]
    public void Of_TwoBlocks_IsAMeanAChannelAndADeviationABlock()
    {
        using var scope = torch.NewDisposeScope();
        var features = torch.tensor([1f, 10, 0, 7, 3, 20, 0, 7, 5, 30, 0, 7], [3, 1, 4]);

        using var statistics = FeatureMoments.Of(features, blocks: 2);

        Assert.Equal([3, 20, 0, 7], statistics.Mean.data<float>().ToArray());
        var first = Math.Sqrt(((8 / 3.0) + (200 / 3.0)) / 2);
        Assert.Equal(first, statistics.Std[0].ToDouble(), 4);
        Assert.Equal(first, statistics.Std[1].ToDouble(), 4);
        Assert.True(statistics.Std[2].ToDouble() > 0); // A block that never varies does not divide by zero.
    }
}
