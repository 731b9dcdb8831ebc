using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Sampling.Tests.Flow;

public sealed class OdeSolverTests
{
    private readonly CountingSpace _space = new();

    // dx/dt = x·(1 + t) from 1 to 0: x(0) = x(1)·exp(−3/2).
    private static readonly double Exact = Math.Exp(-1.5);

    [Fact]
    public void Generate_Heun_SecondOrder()
    {
        var errors = new[] { 8, 16, 32, 64 }.Select(steps => Error(new SamplingConfig { Steps = steps, Shift = 1, Solver = SolverKind.Heun }).Error).ToArray();

        Assert.All(errors.Zip(errors.Skip(1), (coarse, fine) => coarse / fine), ratio => Assert.InRange(ratio, 3.5, 4.6));
    }

    [Fact]
    public void Generate_Heun_TwoEvaluationsAStep() => Assert.Equal(16, Error(new SamplingConfig { Steps = 8, Solver = SolverKind.Heun }).Evaluations);

    [Theory]
    [InlineData(1e-3, 2e-3)]
    [InlineData(1e-5, 2e-5)]
    public void Generate_Dopri5_ErrorOfTheTolerance(double tolerance, double allowed)
    {
        var (error, evaluations) = Error(new SamplingConfig { Solver = SolverKind.Dopri5, Tolerance = new ToleranceConfig { Relative = tolerance } });

        Assert.InRange(error, 0, allowed);
        Assert.InRange(evaluations, 8, 100);
        Assert.Equal(0, _space.Live);
    }

    [Fact]
    public void Generate_Dopri5_TighterToleranceNeedsMoreEvaluations()
    {
        var loose = Error(new SamplingConfig { Solver = SolverKind.Dopri5, Tolerance = new ToleranceConfig { Relative = 1e-2 } });
        var tight = Error(new SamplingConfig { Solver = SolverKind.Dopri5, Tolerance = new ToleranceConfig { Relative = 1e-6, Absolute = 1e-7 } });

        Assert.True(tight.Evaluations > loose.Evaluations, $"{tight.Evaluations} and {loose.Evaluations}");
    }

    [Fact]
    public void Generate_Dopri5NotFinite_NamesTheTimeAndNothingLives()
    {
        var failure = Assert.Throws<ConfigException>(() => Run((x, t, _) => t < 0.5 ? float.NaN : x, new SamplingConfig { Solver = SolverKind.Dopri5 }));

        Assert.Contains("not finite at time 0.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, _space.Live);
    }

    [Fact]
    public void Generate_Dopri5TooManySteps_RefusedWithTheRemedy()
    {
        var config = new SamplingConfig { Solver = SolverKind.Dopri5, Tolerance = new ToleranceConfig { Relative = 1e-8, Absolute = 1e-9, MaximumSteps = 3 } };

        Assert.Contains("Loosen", Assert.Throws<ConfigException>(() => Run((x, t, _) => (float)(x * Math.Cos(40 * t)), config)).Message, StringComparison.Ordinal);
        Assert.Equal(0, _space.Live);
    }

    private (double Error, int Evaluations) Error(SamplingConfig config)
    {
        var (end, evaluations) = Run((x, t, _) => (float)(x * (1 + t)), config);
        return (Math.Abs(end - Exact), evaluations);
    }

    private (float End, int Evaluations) Run(Func<float, double, double, float> velocity, SamplingConfig config)
    {
        var field = new TestField(_space, velocity);
        var end = new FlowSampler<float[], string>(_space, field).Generate([1f], "c", SamplingPlan.Of(config), CancellationToken.None);
        _space.Release(end);
        return (end[0], field.Calls.Count);
    }
}
