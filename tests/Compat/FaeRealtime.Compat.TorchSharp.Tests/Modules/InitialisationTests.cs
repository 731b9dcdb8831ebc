using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Modules;

public sealed class InitialisationTests
{
    [Fact]
    public void XavierUniform_OfMatrix_FillsItsBound()
    {
        using Tensor weight = nn.init.xavier_uniform_(empty([300, 200]), gain: 2);
        double bound = 2 * Math.Sqrt(6.0 / 500);
        Assert.InRange(weight.abs().max().item<float>(), 0.99 * bound, bound);
        Assert.Equal(bound / Math.Sqrt(3), weight.std().item<float>(), 0.01 * bound);
        Assert.Equal(0, weight.mean().item<float>(), 0.01 * bound);
    }

    [Fact]
    public void KaimingUniform_ByMode_UsesThatFan()
    {
        using Tensor weight = nn.init.kaiming_uniform_(empty([20, 40, 3, 3]), 0, nn.init.FanInOut.FanOut, nn.init.NonlinearityType.ReLU);
        double bound = Math.Sqrt(6.0 / (20 * 9));
        Assert.InRange(weight.abs().max().item<float>(), 0.99 * bound, bound);
    }

    [Fact]
    public void Fans_OfKernel_CountItsField()
    {
        using Tensor weight = empty([20, 40, 3, 5]);
        Assert.Equal((600L, 300L), nn.init.CalculateFanInAndFanOut(weight));
        using Tensor vector = empty([3]);
        Assert.Throws<ArgumentException>(() => nn.init.CalculateFanInAndFanOut(vector));
    }

    [Fact]
    public void Normal_WithGenerator_RepeatsAndHasMoments()
    {
        using Generator first = new(3);
        using Generator second = new(3);
        using Tensor a = nn.init.normal_(empty([50_000]), 1, 0.02, first);
        using Tensor b = nn.init.normal_(empty([50_000]), 1, 0.02, second);
        Assert.True(a.Equals(b));
        Assert.Equal(1, a.mean().item<float>(), 5e-4);
        Assert.Equal(0.02, a.std().item<float>(), 3e-4);
    }

    [Fact]
    public void TruncNormal_TightBounds_StaysInsideWithoutPilingUp()
    {
        using Tensor weight = nn.init.trunc_normal_(empty([100_000], ScalarType.Float64), 0.5, 2, -0.5, 1.5);
        Assert.InRange(weight.min().item<double>(), -0.5, -0.49);
        Assert.InRange(weight.max().item<double>(), 1.49, 1.5);
        Assert.Equal(0, weight.eq((global::TorchSharp.Scalar)1.5).sum().item<long>());

        // The variance of a normal cut at ±σ/2 on both sides: σ²·(1 − 2·½·φ(½)/(2Φ(½) − 1)) with φ(½) = 0.352065, 2Φ(½) − 1 = 0.382925.
        Assert.Equal(4 * (1 - (0.352065 / 0.382925)), weight.var().item<double>(), 3e-3);
    }

    [Fact]
    public void TruncNormal_WideBounds_IsTheNormal()
    {
        using Tensor weight = nn.init.trunc_normal_(empty([50_000]), std: 0.02);
        Assert.Equal(0.02, weight.std().item<float>(), 3e-4);
    }

    [Fact]
    public void Constants_OnParameter_FillOutsideAutograd()
    {
        using global::TorchSharp.Modules.Linear layer = nn.Linear(3, 2);
        Assert.Same(layer.weight, nn.init.constant_(layer.weight, 0.5));
        Assert.Equal(3f, layer.weight.sum().item<float>());
        nn.init.ones_(layer.weight);
        nn.init.zeros_(layer.bias!);
        Assert.Equal(6f, layer.weight.sum().item<float>());
        Assert.Equal(0f, layer.bias!.abs().sum().item<float>());
        Assert.True(layer.weight.is_leaf);
    }
}
