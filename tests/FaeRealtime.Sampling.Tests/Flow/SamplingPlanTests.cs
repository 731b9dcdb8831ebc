using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Sampling.Tests.Flow;

public sealed class SamplingPlanTests
{
    [Fact]
    public void Of_PaperShift_TimesOfTheFormula()
    {
        var plan = SamplingPlan.Of(new SamplingConfig { Steps = 4, Shift = 0.4 });

        // t/(0.4 + 0.6·t) at 1, 3/4, 1/2, 1/4.
        Assert.Equal([1, 0.75 / 0.85, 0.5 / 0.7, 0.25 / 0.55], plan.Steps.Select(step => step.T), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(8, 0.4)]
    [InlineData(50, 0.123456789)]
    [InlineData(1000, 3.7)]
    public void Of_AnyGrid_ExactEndsFallingAndWithoutGap(int steps, double shift)
    {
        var plan = SamplingPlan.Of(new SamplingConfig { Steps = steps, Shift = shift });

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
    public void Of_GuidanceInterval_BothEndsBelongToIt(double from, double to, double[] expected)
    {
        var plan = SamplingPlan.Of(new SamplingConfig { Steps = 4, Shift = 1, Guidance = 3, GuidanceFrom = from, GuidanceTo = to });

        Assert.Equal(expected, plan.Steps.Select(step => step.Guidance));
    }

    [Fact]
    public void Of_TimeInBetween_StartsThereAndEndsAtData()
    {
        var plan = SamplingPlan.Of(new SamplingConfig { Steps = 3, Start = 0.6 });

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
    public void Of_ValueOutOfRange_Refused(int steps, double shift, double guidance, double from, double to, double start)
    {
        var config = new SamplingConfig { Steps = steps, Shift = shift, Guidance = guidance, GuidanceFrom = from, GuidanceTo = to, Start = start };

        Assert.Throws<ConfigException>(() => SamplingPlan.Of(config));
    }

    [Fact]
    public void Of_Points_OneStepLessThanPoints()
    {
        var plan = SamplingPlan.Of(new SamplingConfig { Steps = 10, Grid = GridKind.Points, Shift = 1 });

        Assert.Equal(9, plan.Steps.Count);
        Assert.All(plan.Steps, (step, i) => Assert.Equal(1 - (i / 9.0), step.T, 12));
    }

    [Fact]
    public void Of_RaesGrid_ShiftedPointsDownToTheShiftedEnd()
    {
        // RAE: 1 − linspace(0, 0.999, 50), then α·t/(1 + (α − 1)·t) with α = √(196608/4096).
        var alpha = Math.Sqrt(48);
        var shift = new TimestepShift(1 / alpha);
        var plan = SamplingPlan.Of(new SamplingConfig { Steps = 50, Grid = GridKind.Points, Shift = 1 / alpha, End = shift.Apply(0.001) });

        Assert.Equal(49, plan.Steps.Count);
        for (var i = 0; i < 49; i++)
        {
            var t = 1 - (0.999 * i / 49);
            Assert.Equal(alpha * t / (1 + ((alpha - 1) * t)), plan.Steps[i].T, 12);
        }

        Assert.Equal(alpha * 0.001 / (1 + ((alpha - 1) * 0.001)), plan.Steps[^1].R, 15);
    }

    [Fact]
    public void Of_PapersThreePartGuidance_EveryScaleActs()
    {
        var config = new SamplingConfig
        {
            Steps = 20,
            Shift = 1,
            Guidance = 2.5,
            GuidanceTo = 0.7,
            FurtherGuidance = [new GuidanceSegment { From = 0.9, To = 1, Scale = 0.9 }],
        };

        var scales = SamplingPlan.Of(config).Steps.Select(step => step.Guidance);

        // From 1.0, 0.95, 0.9 | 0.85 … 0.75 | 0.7 … 0.05.
        Assert.Equal([.. Enumerable.Repeat(0.9, 3), .. Enumerable.Repeat(1.0, 3), .. Enumerable.Repeat(2.5, 14)], scales);
    }

    [Fact]
    public void Of_Heun_SecondEvaluationGuidedAtItsOwnTime()
    {
        var plan = SamplingPlan.Of(new SamplingConfig { Steps = 4, Shift = 1, Solver = SolverKind.Heun, Guidance = 3, GuidanceTo = 0.5 });

        Assert.Equal([1, 1, 3, 3], plan.Steps.Select(step => step.Guidance));
        Assert.Equal([1, 3, 3, 3], plan.Steps.Select(step => step.Correction!.Value.Guidance));
    }

    [Fact]
    public void Of_Dopri5_OnePieceForEveryScale()
    {
        var config = new SamplingConfig { Solver = SolverKind.Dopri5, Guidance = 2.5, FurtherGuidance = [new GuidanceSegment { From = 0.9, To = 1, Scale = 0.9 }] };

        Assert.Equal([(1, 0.9, 0.9), (0.9, 0.7, 1), (0.7, 0, 2.5)], SamplingPlan.Of(config).Steps.Select(step => (step.T, step.R, step.Guidance)));
        Assert.Single(SamplingPlan.Of(config with { Guidance = 1, FurtherGuidance = [] }).Steps);
    }
}
