using FaeRealtime.Training.Optimisation;
using TorchSharp;
using TorchSharp.Modules;

namespace FaeRealtime.Training.Tests.Optimisation;

public sealed class GradientClipTests
{
    [Theory]
    [InlineData(1.0, 0.6, 0.8)]
    [InlineData(100.0, 3.0, 4.0)]
    [InlineData(null, 3.0, 4.0)]
    public void Apply_GradientOfNormFive_ScalesOnlyWhatIsTooLarge(double? largest, double first, double second)
    {
        using var scope = torch.NewDisposeScope();
        var (a, b, untouched) = (new Parameter(torch.ones(1)), new Parameter(torch.ones(1)), new Parameter(torch.ones(1)));
        ((a * 3) + (b * 4)).sum().backward();

        var norm = GradientClip.Apply([a, b, untouched], largest);

        Assert.Equal(5, norm.ToDouble(), 5);
        Assert.Equal(first, a.grad!.ToDouble(), 5);
        Assert.Equal(second, b.grad!.ToDouble(), 5);
        Assert.Null(untouched.grad);
    }
}
