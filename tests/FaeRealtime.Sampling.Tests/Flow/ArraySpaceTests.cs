using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Sampling.Tests.Flow;

public sealed class ArraySpaceTests
{
    private readonly ArraySpace space = new();

    [Fact]
    public void AddScaled_TwoArrays_NewSumAndInputsKept()
    {
        float[] x = [1, 2];
        float[] y = [10, 20];

        Assert.Equal([-4f, -8f], space.AddScaled(x, y, -0.5));
        Assert.Equal([1f, 2f], x);
        Assert.Equal([10f, 20f], y);
    }

    [Fact]
    public void Combine_ThreeArrays_WeightedSum() =>
        Assert.Equal([0.5f + 4f - 9f], space.Combine([[1f], [2f], [3f]], [0.5, 2, -3]));

    [Fact]
    public void AddScaled_AfterRelease_ReusesTheArrayWithoutItsContent()
    {
        var first = space.AddScaled([1f], [1f], 1);
        space.Release(first);

        var second = space.Combine([[5f]], [2]);

        Assert.Same(first, second);
        Assert.Equal([10f], second);
        Assert.NotSame(second, space.Rent(1));
        Assert.Equal(3, space.Rent(3).Length);
    }

    [Fact]
    public void AddScaled_OtherLength_Refused() => Assert.Throws<ShapeException>(() => space.AddScaled([1f], [1f, 2f], 1));

    [Fact]
    public void Combine_NothingOrOtherCounts_Refused()
    {
        Assert.Throws<ShapeException>(() => space.Combine([], []));
        Assert.Throws<ShapeException>(() => space.Combine([[1f]], [1, 2]));
        Assert.Throws<ShapeException>(() => space.Combine([[1f], [1f, 2f]], [1, 2]));
    }

    [Fact]
    public void ScaledNorm_TwoElements_RootMeanSquareOverTheTolerance()
    {
        // 3 / (0.5 + 0.1·10) = 2 and −1 / (0.5 + 0.1·5) = −1.
        Assert.Equal(Math.Sqrt((4 + 1) / 2.0), space.ScaledNorm([3f, -1f], [-10f, 1f], [2f, -5f], 0.5, 0.1), 12);
        Assert.True(double.IsNaN(space.ScaledNorm([float.NaN], [1f], [1f], 1, 1)));
        Assert.Throws<ShapeException>(() => space.ScaledNorm([1f], [1f, 2f], [1f, 2f], 1, 1));
    }
}
