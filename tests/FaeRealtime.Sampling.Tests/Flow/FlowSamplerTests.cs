using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Sampling.Tests.Flow;

public sealed class FlowSamplerTests
{
    private static readonly float[] Noise = [1f, -2f, 0.5f];

    private readonly CountingSpace _space = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Generate_StraightPath_ExactAtAnyStepCount(int steps)
    {
        // v = ε − x0 is constant along the path: Euler lands on x0 from any grid.
        const float target = 0.25f;
        var field = new TestField(_space, (x, t, _) => (float)((x - target) / t));

        var latents = Sampler(field).Generate(Noise, "c", Plan(steps), CancellationToken.None);

        Assert.All(latents, value => Assert.Equal(target, value, 5));
    }

    [Fact]
    public void Generate_LinearOde_FirstOrder()
    {
        // dx/dt = x integrated from 1 to 0: x(0) = x(1)/e.
        var errors = new[] { 8, 16, 32, 64 }.Select(steps =>
        {
            var end = Sampler(new TestField(_space, (x, _, _) => x)).Generate([1f], "c", Plan(steps), CancellationToken.None);
            return Math.Abs(end[0] - Math.Exp(-1));
        }).ToArray();

        Assert.All(errors.Zip(errors.Skip(1), (coarse, fine) => coarse / fine), ratio => Assert.InRange(ratio, 1.85, 2.15));
    }

    [Fact]
    public void Generate_AverageVelocityField_ExactInOneStep()
    {
        // A few-step field answers with the mean velocity between t and r: (x_t − x_r)/(t − r) for x_t = e^t·c.
        var field = new TestField(_space, (x, t, r) => (float)(x * (1 - Math.Exp(r - t)) / (t - r)));

        var end = Sampler(field).Generate([1f], "c", Plan(1), CancellationToken.None);

        Assert.Equal(Math.Exp(-1), end[0], 6);
    }

    [Fact]
    public void Generate_Plan_FieldSeesItsTimesConditionAndGuidance()
    {
        var field = new TestField(_space, (_, _, _) => 0);
        var plan = SamplingPlan.Of(new SamplingConfig { Steps = 3, Shift = 1, Guidance = 2.5, GuidanceFrom = 0.5, GuidanceTo = 0.7 });

        Sampler(field).Generate(Noise, "cat", plan, CancellationToken.None);

        Assert.Equal(plan.Steps.Select(step => (step.T, step.R, "cat", step.Guidance)), field.Calls);
        Assert.Equal([1, 2.5, 1], field.Calls.Select(call => call.Guidance));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Generate_Succeeds_OnlyTheResultLives(int steps)
    {
        var noise = (float[])Noise.Clone();
        var result = Sampler(new TestField(_space, (x, _, _) => x)).Generate(noise, "c", Plan(steps), CancellationToken.None);

        Assert.Equal(1, _space.Live);
        Assert.InRange(_space.Most, 2, 3);
        Assert.Equal(Noise, noise);
        _space.Release(result);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Generate_FieldFails_NothingLives(int failingCall)
    {
        var calls = 0;
        var field = new TestField(_space, (x, _, _) => ++calls == failingCall ? throw new InvalidOperationException("field") : x);

        Assert.Throws<InvalidOperationException>(() => Sampler(field).Generate([1f], "c", Plan(5), CancellationToken.None));

        Assert.Equal(0, _space.Live);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Generate_Cancelled_StopsBeforeTheNextStepAndNothingLives(int afterCalls)
    {
        using var source = new CancellationTokenSource();
        var calls = 0;
        void Cancel()
        {
            if (calls == afterCalls)
            {
                source.Cancel();
            }
        }

        var field = new TestField(_space, (x, _, _) =>
        {
            calls++;
            Cancel();
            return x;
        });
        Cancel();

        Assert.Throws<OperationCanceledException>(() => Sampler(field).Generate([1f], "c", Plan(5), source.Token));

        Assert.Equal(afterCalls, field.Calls.Count);
        Assert.Equal(0, _space.Live);
    }

    [Fact]
    public void Generate_NoSteps_CopyOfTheNoise()
    {
        var result = Sampler(new TestField(_space, (x, _, _) => x)).Generate(Noise, "c", new SamplingPlan([]), CancellationToken.None);

        Assert.NotSame(Noise, result);
        Assert.Equal(Noise, result);
        Assert.Equal(1, _space.Live);
    }

    private static SamplingPlan Plan(int steps) => SamplingPlan.Of(new SamplingConfig { Steps = steps, Shift = 1 });

    private FlowSampler<float[], string> Sampler(TestField field) => new(_space, field);
}
