using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Compat.TorchSharp.Tests.Functional;

public sealed class PatchTests
{
    [Fact]
    public void PixelShuffle_FourChannels_InterleavesThemRowByRow()
    {
        using Tensor x = arange(8, ScalarType.Float32).view(1, 4, 1, 2);
        using Tensor y = F.pixel_shuffle(x, 2);
        Assert.Equal([1L, 1, 2, 4], y.shape);
        Assert.Equal([0f, 2, 1, 3, 4, 6, 5, 7], y.data<float>().ToArray());
        using Tensor back = F.pixel_unshuffle(y, 2);
        Close.Assert(x, back, 0);
    }

    [Fact]
    public void Unfold_WithStride_HasAPatchAColumn()
    {
        using Tensor x = arange(12, ScalarType.Float32).view(1, 1, 3, 4);
        using Tensor square = F.unfold(x, 2, stride: 2);
        Assert.Equal([1L, 4, 2], square.shape);
        Assert.Equal([0f, 2, 1, 3, 4, 6, 5, 7], square.data<float>().ToArray());
        using Tensor wide = F.unfold(x, (1, 2), dilation: (1, 3), padding: (1, 0), stride: (2, 1));
        Assert.Equal([1L, 2, 3], wide.shape);
        Assert.Equal([0f, 4, 0, 0, 7, 0], wide.data<float>().ToArray());
    }

    [Fact]
    public void ConvTranspose2d_OfOnePixel_StampsTheKernel()
    {
        using Tensor x = tensor(new[] { 2f }, [1, 1, 1, 1]);
        using Tensor weight = arange(4, ScalarType.Float32).view(1, 1, 2, 2);
        using Tensor bias = tensor(new[] { 10f });
        using Tensor y = F.conv_transpose2d(x, weight, bias, strides: [2, 2], output_padding: [0, 1]);
        Assert.Equal([1L, 1, 2, 3], y.shape);
        Assert.Equal([10f, 12, 10, 14, 16, 10], y.data<float>().ToArray());
    }
}
