using FaeRealtime.Live.Time;

namespace FaeRealtime.Live.Tests.Time;

public sealed class BeatIntervalsTests
{
    [Theory]
    [InlineData(new[] { 0.5 }, 120.0)]
    [InlineData(new[] { 0.5, 0.5, 2.0 }, 120.0)]
    [InlineData(new[] { 0.4, 0.6 }, 120.0)]
    [InlineData(new[] { 0.001 }, 300.0)]
    [InlineData(new[] { 9.0, 9, 9, 9, 9, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5 }, 120.0)]
    public void Bpm_OfIntervals_IsTheMedianOfTheLastEight(double[] seconds, double expected)
    {
        var intervals = new BeatIntervals();
        Array.ForEach(seconds, intervals.Add);
        Assert.Equal(expected, intervals.Bpm, 1e-9);
        Assert.Equal(Math.Min(seconds.Length, 8), intervals.Count);
    }
}
