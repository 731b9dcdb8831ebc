using FaeRealtime.Live.Frames;

namespace FaeRealtime.Live.Tests.Frames;

public sealed class PresentationRateTests
{
    private readonly PresentationRate _rate = new(TimeProvider.System);

    [Fact]
    public void Rates_BeforeTheSecondFrame_AreZero()
    {
        Assert.Equal((0.0, 0.0), (_rate.Recent(), _rate.Mean()));
        Add(0);
        Assert.Equal((0.0, 0.0), (_rate.Recent(), _rate.Mean()));
    }

    [Fact]
    public void Rates_RateChanges_RecentFollowsAndMeanRemembers()
    {
        for (var i = 0; i <= 40; i++)
        {
            Add(i * 0.1);
        }

        Assert.Equal(10, _rate.Recent(), 3);
        for (var i = 1; i <= 400; i++)
        {
            Add(4.0 + (i * 0.01));
        }

        Assert.Equal(100, _rate.Recent(), 3);
        Assert.Equal(440 / 8.0, _rate.Mean(), 3);
        Assert.Equal(441, _rate.Count);
    }

    [Fact]
    public void Recent_SlowerThanTheWindow_TakesTheLastInterval()
    {
        Add(0);
        Add(1);
        Add(6);
        Assert.Equal(0.2, _rate.Recent(), 6);
    }

    private void Add(double seconds) => _rate.Add((long)(seconds * TimeProvider.System.TimestampFrequency));
}
