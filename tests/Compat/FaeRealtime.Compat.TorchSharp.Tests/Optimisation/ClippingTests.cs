using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Optimisation;

public sealed class ClippingTests
{
    [Theory]
    [InlineData(2, 1, 13)]
    [InlineData(2, 100, 13)]
    [InlineData(1, 1, 19)]
    [InlineData(double.PositiveInfinity, 1, 12)]
    public void ClipGradNorm_ByOrder_ReturnsNormAndScales(double order, double limit, double norm)
    {
        using Parameter first = new(zeros([2]));
        using Parameter second = new(zeros([1]));
        using Parameter idle = new(zeros([1]));
        first.grad = tensor(new float[] { 3, -4 });
        second.grad = tensor(new float[] { 12 });
        Assert.Equal(norm, nn.utils.clip_grad_norm_([first, second, idle], limit, order), 1e-5);
        double scale = Math.Min(1, limit / norm);
        Assert.Equal(-4 * scale, first.grad![1].item<float>(), 1e-5);
        Assert.Equal(12 * scale, second.grad!.item<float>(), 1e-5);
        Assert.Null(idle.grad);
    }

    [Fact]
    public void ClipGradNorm_WithoutGradients_IsZero()
    {
        using Parameter idle = new(zeros([1]));
        Assert.Equal(0, nn.utils.clip_grad_norm_([idle], 1));
    }

    [Fact]
    public void ClipGradNorm_NotANumber_IsReported()
    {
        using Parameter parameter = new(zeros([2]));
        parameter.grad = tensor(new float[] { float.NaN, 1 });
        Assert.Equal(double.NaN, nn.utils.clip_grad_norm_([parameter], 1));
        Assert.Equal(float.NaN, parameter.grad![1].item<float>());
    }

    [Fact]
    public void ClipGradValue_OfOutliers_Clamps()
    {
        using Parameter parameter = new(zeros([2]));
        parameter.grad = tensor(new float[] { 3, -0.25f });
        nn.utils.clip_grad_value_([parameter], 0.5);
        Assert.Equal([0.5f, -0.25f], parameter.grad!.data<float>().ToArray());
    }
}
