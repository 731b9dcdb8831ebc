using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;

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

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    [InlineData(1.0)]
    [InlineData(7.3)]
    public void Invert_AfterApply_SameTime(double s)
    {
        var shift = new TimestepShift(s);
        for (var i = 0; i <= 1000; i++)
        {
            Assert.Equal(i / 1000.0, shift.Invert(shift.Apply(i / 1000.0)), 12);
        }
    }

    [Fact]
    public void ApplyAndInvert_Ends_Exact()
    {
        for (var s = 0.001; s < 20; s *= 1.01)
        {
            var shift = new TimestepShift(s);
            Assert.Equal((0.0, 1.0, 0.0, 1.0), (shift.Apply(0), shift.Apply(1), shift.Invert(0), shift.Invert(1)));
        }
    }

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
