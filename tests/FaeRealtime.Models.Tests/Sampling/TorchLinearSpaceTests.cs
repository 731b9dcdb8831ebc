using FaeRealtime.Models.Sampling;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Sampling;

public sealed class TorchLinearSpaceTests
{
    private readonly TorchLinearSpace _space = new();

    [Fact]
    public void AddScaled_TwoTensors_LeavesBothAlone()
    {
        var (x, y) = (tensor([1f, 2f]), tensor([10f, 20f]));

        Assert.Equal([-4f, -8f], Noise.Values(_space.AddScaled(x, y, -0.5)));
        Assert.Equal([1f, 2f], Noise.Values(x));
    }

    [Fact]
    public void Combine_Several_IsTheWeightedSum()
    {
        var first = tensor([1f, 2f]);

        var sum = _space.Combine([first, tensor([10f, 20f]), tensor([100f, 200f])], [2, -1, 0.5]);

        Assert.Equal([42f, 84f], Noise.Values(sum));
        Assert.Equal([1f, 2f], Noise.Values(first));
    }

    [Fact]
    public void Combine_CountsThatDisagree_IsRefused() =>
        Assert.Throws<ArgumentException>(() => _space.Combine([tensor([1f])], [1, 2]));

    [Fact]
    public void ScaledNorm_TwoElements_RootMeanSquareOverTheTolerance() =>
        Assert.Equal(Math.Sqrt(2.5), _space.ScaledNorm(tensor([3f, -1f]), tensor([-10f, 1f]), tensor([2f, -5f]), 0.5, 0.1), 1e-5);

    [Fact]
    public void Release_Element_FreesIt()
    {
        var element = tensor([1f]);

        _space.Release(element);

        Assert.True(element.IsInvalid);
    }
}
