using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Sampling.Tests.Flow;

public sealed class ArraySpaceTests
{
    private readonly ArraySpace _space = new();

    [Fact]
    public void AddScaled_TwoArrays_NewSumAndInputsKept()
    {
        float[] x = [1, 2];
        float[] y = [10, 20];

        Assert.Equal([-4f, -8f], _space.AddScaled(x, y, -0.5));
        Assert.Equal([1f, 2f], x);
        Assert.Equal([10f, 20f], y);
    }

    [Fact]
    public void Combine_ThreeArrays_WeightedSum() =>
        Assert.Equal([0.5f + 4f - 9f], _space.Combine([[1f], [2f], [3f]], [0.5, 2, -3]));

    [Fact]
    public void AddScaled_AfterRelease_ReusesTheArrayWithoutItsContent()
    {
        var first = _space.AddScaled([1f], [1f], 1);
        _space.Release(first);

        var second = _space.Combine([[5f]], [2]);

        Assert.Same(first, second);
        Assert.Equal([10f], second);
        Assert.NotSame(second, _space.Rent(1));
        Assert.Equal(3, _space.Rent(3).Length);
    }

    [Fact]
    public void AddScaled_OtherLength_Refused() => Assert.Throws<ShapeException>(() => _space.AddScaled([1f], [1f, 2f], 1));

    [Fact]
    public void Combine_NothingOrOtherCounts_Refused()
    {
        Assert.Throws<ShapeException>(() => _space.Combine([], []));
        Assert.Throws<ShapeException>(() => _space.Combine([[1f]], [1, 2]));
        Assert.Throws<ShapeException>(() => _space.Combine([[1f], [1f, 2f]], [1, 2]));
    }

    [Fact]
    public void ScaledNorm_TwoElements_RootMeanSquareOverTheTolerance()
    {
        // 3 / (0.5 + 0.1·10) = 2 and −1 / (0.5 + 0.1·5) = −1.
        Assert.Equal(Math.Sqrt((4 + 1) / 2.0), _space.ScaledNorm([3f, -1f], [-10f, 1f], [2f, -5f], 0.5, 0.1), 12);
        Assert.True(double.IsNaN(_space.ScaledNorm([float.NaN], [1f], [1f], 1, 1)));
        Assert.Throws<ShapeException>(() => _space.ScaledNorm([1f], [1f, 2f], [1f, 2f], 1, 1));
    }
}
