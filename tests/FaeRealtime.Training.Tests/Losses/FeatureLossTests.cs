using FaeRealtime.Training.Losses;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Losses;

public sealed class FeatureLossTests
{
    [Fact]
    public void PerToken_WithoutWeights_SumsChannelsAndAveragesTokens()
    {
        using var scope = torch.NewDisposeScope();
        var difference = torch.tensor([1f, 2, 3, 4], [1, 2, 2]);

        Assert.Equal((1 + 4 + 9 + 16) / 2.0, FeatureLoss.PerToken(difference, torch.zeros(1, 2, 2)).ToDouble(), 6);
    }

    [Fact]
    public void PerToken_WithBlockWeights_WeighsEachBlocksChannels()
    {
        using var scope = torch.NewDisposeScope();
        var weights = FeatureLoss.ChannelWeights([1, 0.5], 1)!;
        var difference = torch.tensor([1f, 2, 3, 4], [1, 2, 2]);

        Assert.Equal((1 + 2 + 9 + 8) / 2.0, FeatureLoss.PerToken(difference, torch.zeros(1, 2, 2), weights).ToDouble(), 6);
    }

    [Fact]
    public void ChannelWeights_None_IsNull() => Assert.Null(FeatureLoss.ChannelWeights([], 4));
}
