using FaeRealtime.Data.Caches;
using TorchSharp;

namespace FaeRealtime.Data.Tests.Caches;

public sealed class FeatureMomentsTests
{
    [Fact]
    public void Statistics_TwoBlocks_IsAMeanAChannelAndADeviationABlock()
    {
        using var scope = torch.NewDisposeScope();
        using var moments = new FeatureMoments(4);
        moments.Add(torch.tensor([1f, 10, 0, 7, 3, 20, 0, 7], [2, 1, 4]));
        moments.Add(torch.tensor([5f, 30, 0, 7], [1, 1, 4]));

        using var statistics = moments.Statistics(blocks: 2, torch.CPU);

        Assert.Equal([3, 20, 0, 7], statistics.Mean.data<float>().ToArray());
        var first = Math.Sqrt(((8 / 3.0) + (200 / 3.0)) / 2);
        Assert.Equal(first, statistics.Std[0].ToDouble(), 4);
        Assert.Equal(first, statistics.Std[1].ToDouble(), 4);
        Assert.True(statistics.Std[2].ToDouble() > 0); // A block that never varies does not divide by zero.
    }
}
