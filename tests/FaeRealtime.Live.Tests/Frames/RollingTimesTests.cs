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

    [Fact]
    public void Copy_FewAndMany_GivesTheLatestOldestFirst()
    {
        var times = new RollingTimes();
        var latest = new double[4];
        Assert.Equal(0, times.Copy(latest));
        times.Add(7);
        times.Add(8);
        Assert.Equal(2, times.Copy(latest));
        Assert.Equal([7, 8, 0, 0], latest);
        for (var i = 0; i < 1500; i++)
        {
            times.Add(i);
        }

        Assert.Equal(4, times.Copy(latest));
        Assert.Equal([1496, 1497, 1498, 1499], latest);
    }
}
