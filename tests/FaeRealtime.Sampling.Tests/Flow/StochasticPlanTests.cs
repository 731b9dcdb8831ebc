using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Paths;

namespace FaeRealtime.Sampling.Tests.Flow;

public sealed class StochasticPlanTests
{
    private static readonly SamplingConfig Repa = new() { Steps = 250, Shift = 1, Solver = SolverKind.EulerMaruyama };

    [Fact]
    public void Of_RepasSde_ItsGridDriftAndNoise()
    {
        var steps = SamplingPlan.Of(Repa).Steps;

        Assert.Equal(250, steps.Count);
        for (var i = 0; i < 249; i++)
        {
            // linspace(1, 0.04, 250); d = v − t·s with s = −(x + (1 − t)v)/t; noise √(2t·dt).
            var t = 1 - (0.96 * i / 249);
            Assert.Equal(t, steps[i].T, 12);
            Assert.Equal(2 - t, steps[i].Drift.Output, 12);
            Assert.Equal(1, steps[i].Drift.State, 12);
            Assert.Equal(Math.Sqrt(2 * t * 0.96 / 249), steps[i].Noise!.Value.Scale, 12);
            Assert.Equal(i, steps[i].Noise!.Value.Index);
        }

        Assert.Equal((0.04, 0, (StepNoise?)null), (steps[^1].T, steps[^1].R, steps[^1].Noise));
        Assert.Equal(1.96, steps[^1].Drift.Output, 12);
    }

    [Fact]
    public void Of_Shifted_LastStepKeepsItsLength()
    {
        var steps = SamplingPlan.Of(Repa with { Steps = 10, Shift = 0.4 }).Steps;
        var shift = new TimestepShift(0.4);

        Assert.Equal((0.04, 0), (steps[^1].T, steps[^1].R));
        Assert.Equal(shift.Apply(1 - ((1 - shift.Invert(0.04)) * 4 / 9)), steps[4].T, 12);
    }

    [Theory]
    [InlineData(GridKind.Steps, 10)]
    [InlineData(GridKind.Points, 9)]
    public void Of_NoLastStep_NoiseToTheEnd(GridKind grid, int count)
    {
        var steps = SamplingPlan.Of(Repa with { Steps = 10, Grid = grid, Diffusion = new DiffusionConfig { LastStep = LastStepKind.None } }).Steps;

        Assert.Equal(count, steps.Count);
        Assert.All(steps, step => Assert.NotNull(step.Noise));
        Assert.Equal(0, steps[^1].R);
    }

    [Fact]
    public void Of_EulerLastStep_PlainVelocity() => Assert.Equal(Affine.Identity, Last(LastStepKind.Euler, PathKind.Gvp).Drift);

    [Theory]
    [InlineData(PathKind.Linear)]
    [InlineData(PathKind.Gvp)]
    [InlineData(PathKind.Vp)]
    public void Of_TweedieLastStep_LandsOnTheExpectedData(PathKind path)
    {
        var step = Last(LastStepKind.Tweedie, path);
        var point = FlowPath.At(path, 0.04);
        var (data, noise) = (0.7, -1.3);
        var x = (point.Alpha * data) + (point.Sigma * noise);
        var v = (point.AlphaRate * data) + (point.SigmaRate * noise);

        Assert.Equal(data, x - (0.04 * ((step.Drift.Output * v) + (step.Drift.State * x))), 10);
    }

    [Theory]
    [InlineData(PathKind.Linear)]
    [InlineData(PathKind.Gvp)]
    public void Of_SbdmFromPureNoise_RefusedWithTheRemedy(PathKind path)
    {
        var config = Repa with { Diffusion = new DiffusionConfig { Form = DiffusionForm.Sbdm } };

        Assert.Contains("Start below 1", Assert.Throws<ConfigException>(() => SamplingPlan.Of(config, path)).Message, StringComparison.Ordinal);
        Assert.Equal(250, SamplingPlan.Of(config with { Start = 0.999 }, path).Steps.Count);
        Assert.Equal(250, SamplingPlan.Of(config, PathKind.Vp).Steps.Count);
    }

    [Fact]
    public void Of_HeunSdeToTheVeryEnd_Refused() => Assert.Throws<ConfigException>(() => SamplingPlan.Of(Repa with
    {
        Solver = SolverKind.HeunSde,
        Diffusion = new DiffusionConfig { LastStep = LastStepKind.None },
    }));

    private static FlowStep Last(LastStepKind kind, PathKind path) =>
        SamplingPlan.Of(Repa with { Steps = 5, Diffusion = new DiffusionConfig { LastStep = kind } }, path).Steps[^1];
}
