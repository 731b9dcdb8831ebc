using FaeRealtime.Host.Commands.Demo;

namespace FaeRealtime.Host.Tests.Commands.Demo;

public sealed class FrameChangeTests
{
    [Fact]
    public void Mean_KnownFrames_AveragesColoursWithoutAlpha()
    {
        byte[][] frames = [[0, 0, 0, 255], [3, 0, 0, 255], [3, 6, 0, 255]];
        Assert.Equal(1.5, FrameChange.Mean(frames, 1));
        Assert.Equal(3.0, FrameChange.Mean(frames, 2));
        Assert.Equal(0.0, FrameChange.Mean(frames, 3));
    }
}
