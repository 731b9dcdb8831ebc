using FaeRealtime.Evaluation.Metrics;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Metrics;

public sealed class KernelDistanceTests
{
    [Fact]
    public void Between_TwoPairsOfNumbers_IsTheFormula()
    {
        // k(x, y) = (xy + 1)³: k(1, 2) = 27, k(0, 3) = 1, and across 1, 64, 1, 343.
        using var first = torch.tensor([1f, 2f], [2, 1]);
        using var second = torch.tensor([0f, 3f], [2, 1]);

        Assert.Equal(27 + 1 - (2 * (1 + 64 + 1 + 343) / 4.0), KernelDistance.Between(first, second), 1e-9);
    }

    [Fact]
    public void Subsets_SameSeed_AreTheSame()
    {
        using var first = RandomFeatures.Normal(60, 4, 1);
        using var second = RandomFeatures.Normal(50, 4, 2);

        var values = KernelDistance.Subsets(first, second, 3, 20, 5);

        Assert.Equal(values, KernelDistance.Subsets(first, second, 3, 20, 5));
        Assert.Equal(3, values.Distinct().Count());
    }
}
