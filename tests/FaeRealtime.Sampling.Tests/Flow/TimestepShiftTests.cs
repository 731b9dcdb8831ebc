using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;
using FsCheck;
using FsCheck.Xunit;

namespace FaeRealtime.Sampling.Tests.Flow;

public sealed class TimestepShiftTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.4)]
    [InlineData(0.7)]
    [InlineData(1.0)]
    [InlineData(2.5)]
    public void Apply_AnyTime_IsRaesFormulaAndLightningDitsReversed(double s)
    {
        var shift = new TimestepShift(s);
        var alpha = 1 / s;
        for (var i = 0; i <= 100; i++)
        {
            var t = i / 100.0;
            Assert.Equal(alpha * t / (1 + ((alpha - 1) * t)), shift.Apply(t), 12);

            // LightningDiT maps data time τ = 1 − t to s·τ/(1 + (s − 1)·τ).
            Assert.Equal(1 - (s * (1 - t) / (1 + ((s - 1) * (1 - t)))), shift.Apply(t), 12);
        }
    }

    [Property]
    public void Invert_AfterApply_SameTime(DoNotSize<ushort> s, DoNotSize<uint> t) =>
        Assert.Equal(Time(t), Any(s).Invert(Any(s).Apply(Time(t))), 10);

    [Property]
    public void Apply_LaterTime_NotEarlier(DoNotSize<ushort> s, DoNotSize<uint> t, DoNotSize<uint> u) =>
        Assert.Equal(Time(t) >= Time(u), Any(s).Apply(Time(t)) >= Any(s).Apply(Time(u)));

    [Property]
    public void ApplyAndInvert_Ends_Exact(DoNotSize<ushort> s) =>
        Assert.Equal((0.0, 1.0, 0.0, 1.0), (Any(s).Apply(0), Any(s).Apply(1), Any(s).Invert(0), Any(s).Invert(1)));

    [Fact]
    public void Apply_PapersShift_IsRaesShiftOfTwoAndAHalf()
    {
        var (paper, alpha) = (new TimestepShift(0.4), 2.5);

        Assert.All([0.1, 0.25, 0.5, 0.9], t => Assert.Equal(alpha * t / (1 + ((alpha - 1) * t)), paper.Apply(t), 12));
    }

    [Fact]
    public void Apply_PaperShift_MovesTowardsNoise() => Assert.Equal(0.5 / 0.7, new TimestepShift(0.4).Apply(0.5), 15);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(101)]
    [InlineData(double.NaN)]
    public void New_OutOfRange_Refused(double s) => Assert.Throws<ConfigException>(() => new TimestepShift(s));

    // From 0.001 to 100, as parameters have it, evenly in its logarithm.
    private static TimestepShift Any(DoNotSize<ushort> s) => new(Math.Clamp(Math.Pow(10, (s.Item * 5.0 / ushort.MaxValue) - 3), 0.001, 100));

    private static double Time(DoNotSize<uint> t) => t.Item / (double)uint.MaxValue;

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Apply_NoTime_Refused(double t)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimestepShift(0.4).Apply(t));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimestepShift(0.4).Invert(t));
    }
}
