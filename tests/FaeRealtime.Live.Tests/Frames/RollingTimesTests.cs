using FaeRealtime.Live.Frames;

namespace FaeRealtime.Live.Tests.Frames;

public sealed class RollingTimesTests
{
    [Fact]
    public void Read_Empty_IsZero() => Assert.Equal(new Quantiles(0, 0, 0), new RollingTimes().Read());

    [Fact]
    public void Read_OneToHundred_GivesNearestRanks()
    {
        var times = new RollingTimes();
        for (var i = 100; i >= 1; i--)
        {
            times.Add(i);
        }

        Assert.Equal(new Quantiles(50, 95, 99), times.Read());
    }

    [Fact]
    public void Read_MoreThanRemembered_ForgetsTheOldest()
    {
        var times = new RollingTimes();
        for (var i = 0; i < 3000; i++)
        {
            times.Add(i < 1500 ? 1000 : 2);
        }

        Assert.Equal(new Quantiles(2, 2, 2), times.Read());
    }
}
