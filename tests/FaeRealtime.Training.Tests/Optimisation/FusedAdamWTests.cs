using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Optimisation;
using TorchSharp;
using TorchSharp.Modules;

namespace FaeRealtime.Training.Tests.Optimisation;

public sealed class FusedAdamWTests : IDisposable
{
    private const double Rate = 1e-2;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.99;
    private const double Decay = 0.1;

    // Sides that fill vectors and that do not.
    private static readonly long[][] Shapes = [[1], [7, 5], [64, 3, 2], [1031]];

    private readonly DisposeScope _scope = torch.NewDisposeScope();

    [Fact]
    public void Step_HundredTimes_EqualsTorchSharpsAdamW()
    {
        torch.manual_seed(1);
        var (fused, published) = (Parameters(), Parameters());
        using var ours = new FusedAdamW(fused, Beta1, Beta2, Decay);
        using var theirs = torch.optim.AdamW(published, Rate, Beta1, Beta2, weight_decay: Decay);
        var start = Values(fused);
        for (var step = 0; step < 100; step++)
        {
            // A gradient that depends on the weight, so that differences would grow, with noise of very different sizes.
            foreach (var (one, other) in fused.Zip(published))
            {
                var noise = torch.randn_like(one) * torch.pow(10, torch.rand_like(one) * 6 - 4);
                (one.grad, other.grad) = ((one + noise).detach(), (other + noise).detach());
            }

            ours.Step(Rate);
            theirs.step();
        }

        Assert.Equal(100, ours.Updates);
        var (way, difference) = ((Values(fused) - start).norm().ToDouble(), (Values(fused) - Values(published)).norm().ToDouble());
        Assert.True(way > 1, $"way {way}");
        Assert.InRange(difference / way, 0, 1e-5);
    }

    [Fact]
    public void Step_FirstOfOneWeight_IsTheFormula()
    {
        var weight = new Parameter(torch.full([1], 2f)) { grad = torch.full([1], -4f) };
        using var adam = new FusedAdamW([weight], Beta1, Beta2, Decay, epsilon: 0.5);

        adam.Step(Rate);

        // Both corrections undo their (1 − β): m̂ = g, √v̂ = |g|.
        Assert.Equal(2 - (Rate * Decay * 2) + (Rate * 4 / (4 + 0.5)), weight.ToDouble(), 6);
        var (_, first, second) = adam.Moments.Single();
        Assert.Equal((-4 * (1 - Beta1), 16 * (1 - Beta2)), (first.ToDouble(), second.ToDouble()), Near);
    }

    [Fact]
    public void Step_SomeWithoutGradient_StayWithTheirMoments()
    {
        var parameters = Parameters();
        parameters[1].grad = torch.ones_like(parameters[1]);
        var before = parameters.Select(parameter => parameter.detach().clone()).ToArray();
        using var adam = new FusedAdamW(parameters, Beta1, Beta2, Decay);

        adam.Step(Rate);

        var moved = parameters.Zip(before, (parameter, was) => (parameter != was).any().ToBoolean());
        Assert.Equal([false, true, false, false], moved);
        Assert.Equal([false, true, false, false], adam.Moments.Select(moments => moments.First.any().ToBoolean()));
    }

    [Fact]
    public void Step_GradientLaidOutOtherwise_GoesToItsOwnWeights()
    {
        var weight = new Parameter(torch.zeros(2, 3));
        weight.grad = torch.tensor(new float[] { 1, -1, 1, -1, 1, -1 }, [3, 2]).t();
        using var adam = new FusedAdamW([weight], Beta1, Beta2, weightDecay: 0);

        adam.Step(1);

        Assert.Equal([-1, -1, -1, 1, 1, 1], weight.data<float>().ToArray().Select(value => (int)Math.Round(value)));
    }

    [Fact]
    public void Step_Continued_RepeatsItsBytes()
    {
        float[] Run(int pause)
        {
            torch.manual_seed(2);
            var parameters = Parameters();
            var adam = new FusedAdamW(parameters, Beta1, Beta2, Decay);
            for (var step = 0; step < 6; step++)
            {
                if (step == pause)
                {
                    var next = new FusedAdamW(parameters, Beta1, Beta2, Decay) { Updates = adam.Updates };
                    foreach (var (old, moments) in adam.Moments.Zip(next.Moments))
                    {
                        moments.First.copy_(old.First);
                        moments.Second.copy_(old.Second);
                    }

                    adam.Dispose();
                    adam = next;
                }

                foreach (var parameter in parameters)
                {
                    parameter.grad = torch.randn_like(parameter);
                }

                adam.Step(Rate);
            }

            adam.Dispose();
            return Values(parameters).data<float>().ToArray();
        }

        Assert.Equal(Run(pause: -1), Run(pause: 3));
    }

    [Fact]
    public void Constructor_ParametersThatItCannotMove_Refused()
    {
        using var half = new Parameter(torch.zeros([2, 3], torch.ScalarType.BFloat16));
        using var turned = new Parameter(torch.zeros([2, 3]).t());
        Assert.Contains("BFloat16", Assert.Throws<ShapeException>(() => new FusedAdamW([half], Beta1, Beta2, Decay)).Message, StringComparison.Ordinal);
        Assert.Contains("[3, 2]", Assert.Throws<ShapeException>(() => new FusedAdamW([turned], Beta1, Beta2, Decay)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_NoParameters_SaysSo() =>
        Assert.StartsWith("AdamW was given 0 parameters", Assert.Throws<ArgumentException>(() => new FusedAdamW([], Beta1, Beta2, Decay)).Message, StringComparison.Ordinal);

    [Fact]
    public void Step_Repeated_LeavesNoTensor() => Assert.Equal(0, LiveTensors.GrowthDuring(() =>
    {
        using var weight = new Parameter(torch.zeros(3));
        using var adam = new FusedAdamW([weight], Beta1, Beta2, Decay);
        for (var step = 0; step < 3; step++)
        {
            using var gradient = torch.ones(3);
            weight.grad = gradient;
            adam.Step(Rate);
        }
    }));

    public void Dispose() => _scope.Dispose();

    private static bool Near((double First, double Second) one, (double First, double Second) other) =>
        Math.Abs(one.First - other.First) < 1e-5 && Math.Abs(one.Second - other.Second) < 1e-5;

    private static Parameter[] Parameters() => [.. Shapes.Select((shape, i) => new Parameter(torch.linspace(-1 - i, 1 + i, shape.Aggregate((a, b) => a * b)).reshape(shape)))];

    private static torch.Tensor Values(IEnumerable<Parameter> parameters) => torch.cat([.. parameters.Select(parameter => parameter.detach().reshape(-1))], 0).clone();
}
