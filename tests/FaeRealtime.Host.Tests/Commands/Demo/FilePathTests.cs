using FaeRealtime.Host.Commands.Demo;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Commands.Demo;

public sealed class FilePathTests
{
    [Theory]
    [InlineData(96, 25, 1.25, 5)]
    [InlineData(48, 24, 1.0, 2)]
    [InlineData(600, 60, 0.5, 5)]
    public void Close_EnoughFrames_FillsThemWithWholeKeys(int frames, double fps, double speed, int keys)
    {
        var closed = FilePath.Close(TestParameters.Of(speed: speed), frames, fps);
        Assert.Equal(SourceMode.Loop, closed.Source.Mode);
        Assert.Equal(keys, closed.Source.LoopKeys);
        Assert.Equal(keys, closed.Source.Speed * frames / fps, 9);
        closed.Validate(0);
    }

    [Theory]
    [InlineData(1, 25, 1.25)]
    [InlineData(24, 25, 1.25)]
    [InlineData(10000, 25, 1.25)]
    [InlineData(96, 25, 0)]
    public void Close_TooFewOrTooManyKeys_StaysOpen(int frames, double fps, double speed)
    {
        var parameters = TestParameters.Of(speed: speed);
        Assert.Equal(parameters, FilePath.Close(parameters, frames, fps));
    }
}
