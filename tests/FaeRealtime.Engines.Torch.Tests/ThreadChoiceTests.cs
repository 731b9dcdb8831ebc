namespace FaeRealtime.Engines.Torch.Tests;

public sealed class ThreadChoiceTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(8, 8)]
    public void Fastest_TimeFallsWithThreads_TakesAllCores(int cores, int expected)
    {
        var clock = new ManualClock();
        Assert.Equal(expected, ThreadChoice.Fastest(cores, clock, threads => clock.Pass(TimeSpan.FromMilliseconds(16.0 / threads))));
    }

    [Fact]
    public void Fastest_TimeGrowsWithThreads_TakesOneAndGivesUpEarly()
    {
        var clock = new ManualClock();
        var slowRuns = 0;
        Assert.Equal(1, ThreadChoice.Fastest(2, clock, threads =>
        {
            slowRuns += threads == 1 ? 0 : 1;
            clock.Pass(TimeSpan.FromMilliseconds(threads == 1 ? 10 : 500));
        }));
        Assert.Equal(2, slowRuns);
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }
}
