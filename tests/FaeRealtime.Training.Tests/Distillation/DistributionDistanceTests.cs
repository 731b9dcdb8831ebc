using FaeRealtime.Training.Distillation;
using FaeRealtime.Training.Recipes;
using TorchSharp;
using TorchSharp.Modules;

namespace FaeRealtime.Training.Tests.Distillation;

public sealed class DistributionDistanceTests
{
    private const int Rows = 16;
    private const int Width = 5;

    [Theory]
    [InlineData(DistributionKind.Mmd)]
    [InlineData(DistributionKind.Energy)]
    public void Between_SameDistribution_IsZeroInTheMeanAndOftenBelow(DistributionKind kind)
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(i => Between(kind, Draw(2 * i), Draw((2 * i) + 1)))];

        var (mean, error) = (values.Average(), Math.Sqrt(values.Average(value => value * value) / values.Length));
        Assert.InRange(mean, -4 * error, 4 * error);
        Assert.InRange(values.Count(value => value < 0), 40, 160);
    }

    [Theory]
    [InlineData(DistributionKind.Mmd)]
    [InlineData(DistributionKind.Energy)]
    public void Between_SameSamples_IsZero(DistributionKind kind) => Assert.Equal(0, Between(kind, Draw(1), Draw(1)), 1e-6);

    [Theory]
    [InlineData(DistributionKind.Mmd, 1, 0)]
    [InlineData(DistributionKind.Energy, 1, 0)]
    [InlineData(DistributionKind.Mmd, 3, 0)]
    [InlineData(DistributionKind.Energy, 3, 0)]
    [InlineData(DistributionKind.Mmd, 1, 50)]
    [InlineData(DistributionKind.Energy, 1, 50)]
    public void Between_MovedOrSpread_IsFarAboveZeroWhereverBothLie(DistributionKind kind, double scale, double place)
    {
        var value = Enumerable.Range(0, 20).Average(i => Between(kind, (Draw(2 * i) * scale) + (scale == 1 ? 2 : 0) + place, Draw((2 * i) + 1) + place));

        Assert.True(value > 0.1, $"{value}");
    }

    [Theory]
    [InlineData(DistributionKind.Mmd)]
    [InlineData(DistributionKind.Energy)]
    public void Between_GradientFollowed_BringsSamplesToTheDistribution(DistributionKind kind)
    {
        // Samples a·ε + b, ε standard normal, shall become 1.5·ε − 2 of other draws.
        using var scope = torch.NewDisposeScope();
        var (scale, shift) = (new Parameter(torch.ones([1]) * 0.3), new Parameter(torch.ones([1])));
        using var optimiser = torch.optim.Adam([scale, shift], 0.05);
        for (var step = 0; step < 200; step++)
        {
            using var inner = torch.NewDisposeScope();
            optimiser.zero_grad();
            DistributionDistance.Between(kind, (Draw(2 * step) * scale) + shift, (Draw((2 * step) + 1) * 1.5) - 2).backward();
            optimiser.step();
        }

        Assert.Equal(1.5, Math.Abs(scale.ToDouble()), 0.3);
        Assert.Equal(-2, shift.ToDouble(), 0.3);
    }

    [Fact]
    public void Between_EqualVectors_HasAFiniteGradient()
    {
        using var scope = torch.NewDisposeScope();
        var samples = new Parameter(torch.ones([1, 4, 3]));

        DistributionDistance.Between(DistributionKind.Energy, samples, torch.ones([1, 4, 3])).backward();

        Assert.True(samples.grad!.isfinite().all().ToBoolean());
    }

    private static double Between(DistributionKind kind, torch.Tensor samples, torch.Tensor real)
    {
        using var scope = torch.NewDisposeScope();
        return DistributionDistance.Between(kind, samples, real).ToDouble();
    }

    private static torch.Tensor Draw(int seed)
    {
        using var generator = new torch.Generator((ulong)seed);
        return torch.randn([2, Rows, Width], generator: generator);
    }
}
