using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Sampling.Tests.Flow;

public sealed class StochasticSamplerTests
{
    private static readonly WeightedSeed[] Seeds = [new WeightedSeed(17, 1)];

    [Theory]
    [InlineData(SolverKind.EulerMaruyama, DiffusionForm.Sigma, PathKind.Linear)]
    [InlineData(SolverKind.EulerMaruyama, DiffusionForm.Linear, PathKind.Gvp)]
    [InlineData(SolverKind.EulerMaruyama, DiffusionForm.Decreasing, PathKind.Linear)]
    [InlineData(SolverKind.EulerMaruyama, DiffusionForm.IncreasingDecreasing, PathKind.Linear)]
    [InlineData(SolverKind.EulerMaruyama, DiffusionForm.Constant, PathKind.Gvp)]
    [InlineData(SolverKind.HeunSde, DiffusionForm.Sigma, PathKind.Linear)]
    [InlineData(SolverKind.EulerMaruyama, DiffusionForm.Sbdm, PathKind.Vp)]
    public void Generate_NormalData_MeanAndDeviationOfTheData(SolverKind solver, DiffusionForm form, PathKind path)
    {
        const int Count = 8000;
        const double Mean = 0.8, Deviation = 0.5;
        var space = new ArraySpace();
        var noise = new float[Count];
        PhiloxNoise.FillNormal(17, 0, 0, noise);
        var plan = SamplingPlan.Of(
            new SamplingConfig { Steps = 250, Shift = 1, Solver = solver, Diffusion = new DiffusionConfig { Form = form, Norm = 0.8, LastStep = LastStepKind.Tweedie, LastStepSize = 0.01 } },
            path);

        var data = new FlowSampler<float[], string>(space, new GaussianField(path, Mean, Deviation))
            .Generate(noise, "c", plan, new ArrayNoise(space, Seeds), CancellationToken.None);

        var mean = data.Average(value => (double)value);
        Assert.InRange(mean, Mean - 0.03, Mean + 0.03);
        Assert.InRange(Math.Sqrt(data.Average(value => (value - mean) * (value - mean))), Deviation * 0.95, Deviation * 1.05);
    }

    [Theory]
    [InlineData(DiffusionForm.Sigma, LastStepKind.Mean)]
    [InlineData(DiffusionForm.Linear, LastStepKind.Euler)]
    [InlineData(DiffusionForm.Decreasing, LastStepKind.Tweedie)]
    public void Generate_SitsHeun_ItsIntegratorInItsOwnTime(DiffusionForm form, LastStepKind lastStep)
    {
        // SiT's time τ = 1 − t, its velocity u = −v, here of a field linear in x and τ.
        static double Velocity(double x, double tau) => (0.7 * x) - (0.4 * tau) + 0.2;
        double Diffusion(double tau) => form switch
        {
            DiffusionForm.Decreasing => 0.25 * Math.Pow((0.8 * Math.Cos(Math.PI * tau)) + 1, 2),
            _ => 0.8 * (1 - tau),
        };
        static double Score(double x, double tau) => ((tau * Velocity(x, tau)) - x) / (((1 - tau) * (1 - tau)) + (tau * (1 - tau)));
        double Drift(double x, double tau) => Velocity(x, tau) + (Diffusion(tau) * Score(x, tau));

        var (space, start, dt) = (new ArraySpace(), 0.3f, 0.96 / 5);
        var expected = (double)start;
        for (var i = 0; i < 5; i++)
        {
            var tau = i * dt;
            var drawn = new float[1];
            PriorBlend.FillStepNoise(Seeds, i, drawn);
            var stirred = expected + (Math.Sqrt(2 * Diffusion(tau)) * drawn[0] * Math.Sqrt(dt));
            var first = Drift(stirred, tau);
            expected = stirred + (0.5 * dt * (first + Drift(stirred + (dt * first), tau + dt)));
        }

        expected = lastStep switch
        {
            LastStepKind.Mean => expected + (Drift(expected, 0.96) * 0.04),
            LastStepKind.Euler => expected + (Velocity(expected, 0.96) * 0.04),
            _ => (expected / 0.96) + (0.04 * 0.04 / 0.96 * Score(expected, 0.96)),
        };
        var plan = SamplingPlan.Of(new SamplingConfig
        {
            Steps = 6,
            Grid = GridKind.Points,
            Shift = 1,
            Solver = SolverKind.HeunSde,
            Diffusion = new DiffusionConfig { Form = form, Norm = 0.8, LastStep = lastStep },
        });

        var counting = new CountingSpace();
        var field = new TestField(counting, (x, t, _) => (float)-Velocity(x, 1 - t));
        var end = new FlowSampler<float[], string>(counting, field).Generate([start], "c", plan, new Own(counting, new ArrayNoise(space, Seeds)), CancellationToken.None);

        Assert.Equal(expected, end[0], 5);
        Assert.Equal(1, counting.Live);
    }

    [Fact]
    public void Generate_StepByStep_SameBytesAsTheWholePlan()
    {
        var space = new ArraySpace();
        var sampler = new FlowSampler<float[], string>(space, new GaussianField(PathKind.Linear, 1, 0.5));
        var plan = SamplingPlan.Of(new SamplingConfig { Steps = 6, Solver = SolverKind.EulerMaruyama });
        var noise = new ArrayNoise(space, Seeds);
        float[] x = [0.3f, -1f, 2f];

        var whole = sampler.Generate(x, "c", plan, noise, CancellationToken.None);
        foreach (var step in plan.Steps)
        {
            x = sampler.Generate(x, "c", new SamplingPlan([step]), noise, CancellationToken.None);
        }

        Assert.Equal(whole, x);
        Assert.NotEqual(whole, sampler.Generate([0.3f, -1f, 2f], "c", plan, new ArrayNoise(space, new[] { new WeightedSeed(18, 1) }), CancellationToken.None));
    }

    [Fact]
    public void Generate_StochasticWithoutNoise_RefusedAndNothingLives()
    {
        var space = new CountingSpace();
        var sampler = new FlowSampler<float[], string>(space, new TestField(space, (x, _, _) => x));
        var plan = SamplingPlan.Of(new SamplingConfig { Steps = 3, Solver = SolverKind.EulerMaruyama });

        Assert.True(plan.IsStochastic);
        Assert.Throws<ConfigException>(() => sampler.Generate([1f], "c", plan, CancellationToken.None));
        Assert.Equal(0, space.Live);
    }

    private sealed class Own(CountingSpace space, INoiseSource<float[]> inner) : INoiseSource<float[]>
    {
        public float[] Draw(float[] latent, int index) => space.Own(inner.Draw(latent, index));
    }
}
