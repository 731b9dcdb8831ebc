using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Training.Tests;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Metrics;

public sealed class FrechetDistanceTests
{
    [Fact]
    public void Between_KnownGaussians_IsTheClosedForm()
    {
        // Diagonal covariances: the distance is Σ (μ₁ − μ₂)² + (σ₁ − σ₂)².
        using var first = Diagonal([1, -2, 0], [4, 1, 9]);
        using var second = Diagonal([0, 0, 0.5], [1, 1, 25]);

        Assert.Equal(1 + 4 + 0.25 + 1 + 0 + 4, FrechetDistance.Between(first, second), 10);
    }

    [Fact]
    public void Between_RotatedGaussians_DoesNotChange()
    {
        using var scope = torch.NewDisposeScope();
        var (sin, cos) = Math.SinCos(0.7);
        var turn = torch.tensor([cos, -sin, sin, cos], [2, 2]);
        GaussianMoments Turned(double[] mean, double[] variance) => new(
            turn.matmul(torch.tensor(mean)),
            turn.matmul(torch.tensor([variance[0], 0, 0, variance[1]], [2, 2])).matmul(turn.t()));
        using var first = Turned([1, 2], [4, 0.25]);
        using var second = Turned([0, 0], [1, 9]);

        Assert.Equal(5 + 1 + 6.25, FrechetDistance.Between(first, second), 10);
    }

    [Theory]
    [InlineData(200, 16)]
    [InlineData(8, 16)] // Fewer vectors than dimensions: covariances without full rank.
    public void Between_SetAndItself_IsZero(int rows, int width)
    {
        using var features = RandomFeatures.Normal(rows, width, 3);
        using var moments = GaussianMoments.Of(features);

        Assert.Equal(0, FrechetDistance.Between(moments, moments), 6);
    }

    [Theory]
    [InlineData(200, 16)]
    [InlineData(8, 16)]
    public void Between_SetShiftedByAConstant_IsTheSquaredShift(int rows, int width)
    {
        using var features = RandomFeatures.Normal(rows, width, 4);
        using var shifted = features + 0.5;
        using var first = GaussianMoments.Of(features);
        using var second = GaussianMoments.Of(shifted);

        Assert.Equal(0.25 * width, FrechetDistance.Between(first, second), 1e-5);
    }

    [Fact]
    public void Between_OtherWidth_IsRefused()
    {
        using var first = Diagonal([0], [1]);
        using var second = Diagonal([0, 0], [1, 1]);

        Assert.Throws<ShapeException>(() => FrechetDistance.Between(first, second));
    }

    [Fact]
    public void Moments_MoreRowsThanABlock_AreThoseOfNumpyCov()
    {
        // 0, 1, 2 … n − 1: mean (n − 1)/2, unbiased variance n(n + 1)/12.
        const int rows = 5000;
        using var features = torch.arange(rows).to(torch.ScalarType.Float32).reshape(rows, 1);
        using var moments = GaussianMoments.Of(features);

        Assert.Equal((rows - 1) / 2.0, moments.Mean.ToDouble(), 8);
        Assert.Equal(rows * (rows + 1.0) / 12, moments.Covariance.ToDouble(), 1e-5);
    }

    [Fact]
    public void Between_AnySets_LeavesNoTensors()
    {
        using var features = RandomFeatures.Normal(50, 8, 5);
        Assert.Equal(0, LiveTensors.GrowthDuring(() =>
        {
            using var moments = GaussianMoments.Of(features);
            FrechetDistance.Between(moments, moments);
            PrecisionRecall.Of(features, features);
            KernelDistance.Subsets(features, features, 2, 10, 1);
        }));
    }

    private static GaussianMoments Diagonal(double[] mean, double[] variance)
    {
        var covariance = new double[mean.Length * mean.Length];
        for (var i = 0; i < mean.Length; i++)
        {
            covariance[(i * mean.Length) + i] = variance[i];
        }

        return new GaussianMoments(torch.tensor(mean), torch.tensor(covariance, [mean.Length, mean.Length]));
    }
}
