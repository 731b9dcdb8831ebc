using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Tests.Config;

public sealed class FeedForwardWidthTests
{
    [Theory]
    [InlineData(1152, 4.0, 3072, 3072)]
    [InlineData(1024, 4.0, 2730, 2736)]
    [InlineData(64, 4.0, 170, 176)]
    public void HiddenWidths_BothRules_AreTheOfficialOnes(int width, double ratio, int cut, int aligned)
    {
        Assert.Equal(cut, FeedForwardWidth.TwoThirds(width, ratio));
        Assert.Equal(aligned, FeedForwardWidth.TwoThirdsOfEight(width, ratio));
    }
}
