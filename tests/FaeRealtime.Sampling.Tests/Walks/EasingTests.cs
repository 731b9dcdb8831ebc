using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Sampling.Tests.Walks;

public sealed class EasingTests
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(0.25, 0.15625)]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void Smooth_Progress_CubicWithLevelEnds(double t, double expected) => Assert.Equal(expected, Easing.Smooth(t), 15);

    [Fact]
    public void Smooth_Ends_AtRest()
    {
        Assert.InRange(Easing.Smooth(1e-4) / 1e-4, 0, 1e-3);
        Assert.InRange((1 - Easing.Smooth(1 - 1e-4)) / 1e-4, 0, 1e-3);
    }
}
