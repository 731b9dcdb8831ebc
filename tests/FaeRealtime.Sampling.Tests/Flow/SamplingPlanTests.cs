using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Sampling.Tests.Flow;

public sealed class SamplingPlanTests
{
    [Fact]
    public void Euler_PaperShift_TimesOfTheFormula()
    {
        var plan = SamplingPlan.Euler(new SamplingConfig { Steps = 4, Shift = 0.4 });

        // t/(0.4 + 0.6·t) at 1, 3/4, 1/2, 1/4.
        Assert.Equal([1, 0.75 / 0.85, 0.5 / 0.7, 0.25 / 0.55], plan.Steps.Select(step => step.T), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(8, 0.4)]
    [InlineData(50, 0.123456789)]
    [InlineData(1000, 3.7)]
    public void Euler_AnyGrid_ExactEndsFallingAndWithoutGap(int steps, double shift)
    {
        var plan = SamplingPlan.Euler(new SamplingConfig { Steps = steps, Shift = shift });

        Assert.Equal(steps, plan.Steps.Count);
        Assert.Equal(1.0, plan.Steps[0].T);
        Assert.Equal(0.0, plan.Steps[^1].R);
        Assert.All(plan.Steps, step => Assert.True(step.T > step.R));
        Assert.All(plan.Steps.Zip(plan.Steps.Skip(1)), pair => Assert.Equal(pair.First.R, pair.Second.T));
    }

    [Theory]
    [InlineData(0.0, 0.7, new double[] { 1, 1, 3, 3 })]
    [InlineData(0.5, 0.75, new double[] { 1, 3, 3, 1 })]
    [InlineData(0.0, 1.0, new double[] { 3, 3, 3, 3 })]
    [InlineData(0.6, 0.7, new double[] { 1, 1, 1, 1 })]
    public void Euler_GuidanceInterval_BothEndsBelongToIt(double from, double to, double[] expected)
    {
        var plan = SamplingPlan.Euler(new SamplingConfig { Steps = 4, Shift = 1, Guidance = 3, GuidanceFrom = from, GuidanceTo = to });

        Assert.Equal(expected, plan.Steps.Select(step => step.Guidance));
    }

    [Fact]
    public void EulerFrom_TimeInBetween_StartsThereAndEndsAtData()
    {
        var plan = SamplingPlan.EulerFrom(new SamplingConfig { Steps = 3 }, 0.6);

        Assert.Equal(0.6, plan.Steps[0].T);
        Assert.Equal(0.0, plan.Steps[^1].R);
        var shift = new TimestepShift(0.4);
        Assert.Equal(shift.Invert(0.6) * 2 / 3, shift.Invert(plan.Steps[0].R), 12);
    }

    [Theory]
    [InlineData(0, 0.4, 1, 0, 0.7, 1)]
    [InlineData(1001, 0.4, 1, 0, 0.7, 1)]
    [InlineData(8, 0, 1, 0, 0.7, 1)]
    [InlineData(8, double.NaN, 1, 0, 0.7, 1)]
    [InlineData(8, 0.4, -1, 0, 0.7, 1)]
    [InlineData(8, 0.4, 1, 0.8, 0.7, 1)]
    [InlineData(8, 0.4, 1, 0, 1.5, 1)]
    [InlineData(8, 0.4, 1, 0, 0.7, 0)]
    [InlineData(8, 0.4, 1, 0, 0.7, 1.01)]
    public void EulerFrom_ValueOutOfRange_Refused(int steps, double shift, double guidance, double from, double to, double start)
    {
        var config = new SamplingConfig { Steps = steps, Shift = shift, Guidance = guidance, GuidanceFrom = from, GuidanceTo = to };

        Assert.Throws<ConfigException>(() => SamplingPlan.EulerFrom(config, start));
    }
}
