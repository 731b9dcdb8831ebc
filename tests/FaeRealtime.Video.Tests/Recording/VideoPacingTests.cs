using FaeRealtime.Video.Recording;

namespace FaeRealtime.Video.Tests.Recording;

public sealed class VideoPacingTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    [InlineData(97.3)]
    [InlineData(61)]
    [InlineData(24)]
    [InlineData(7)]
    public void Place_SteadySource_KeepsTimeAndTakesAllThatFit(double rate)
    {
        const double fps = 60;
        var pacing = new VideoPacing(fps);
        var places = new List<long>();
        var frames = (int)(rate * 10);
        for (var i = 0; i < frames; i++)
        {
            if (pacing.Place(5 + (i / rate)) is { } place)
            {
                Assert.InRange(place, (i / rate * fps) - 0.76, (i / rate * fps) + 0.76);
                places.Add(place);
            }
        }

        Assert.Equal(places, places.Distinct().Order());
        Assert.Equal(Math.Min(rate, fps) * 10, places.Count, 1.5);
    }

    [Fact]
    public void Place_TremblingSourceOfTheVideosRate_NeitherSkipsNorRepeats()
    {
        // A worst phase for rounding: every frame half-way between two places, and a quarter of a frame early or late.
        var pacing = new VideoPacing(60);
        pacing.Place(0);
        for (var i = 1; i < 600; i++)
        {
            Assert.Equal(i, pacing.Place((i - 0.49 + (i % 2 == 0 ? 0.24 : -0.24)) / 60));
        }
    }

    [Fact]
    public void Place_ClockSetBack_GoesOn()
    {
        var pacing = new VideoPacing(60);
        pacing.Place(1000);
        Assert.Equal(60, pacing.Place(1001));
        Assert.Null(pacing.Place(1000.9));
        Assert.Equal(61, pacing.Place(0));
        Assert.Equal(62, pacing.Place(1 / 60.0));
    }
}
