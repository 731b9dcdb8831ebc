using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Tests.Config;

public sealed class FeedForwardWidthTests
{
    [Theory]
    [InlineData(1152, 4.0, 3072, 3072, 3072)]
    [InlineData(1024, 4.0, 2730, 2736, 2816)]
    [InlineData(1536, 4.0, 4096, 4096, 4096)]
    [InlineData(64, 4.0, 170, 176, 256)]
    public void HiddenWidths_EveryRule_IsTheOfficialOne(int width, double ratio, int cut, int aligned, int coarse)
    {
        Assert.Equal(cut, FeedForwardWidth.TwoThirds(width, ratio));
        Assert.Equal(aligned, FeedForwardWidth.TwoThirdsOfEight(width, ratio));
        Assert.Equal(coarse, FeedForwardWidth.TwoThirdsOf256(width, ratio));
    }
}
