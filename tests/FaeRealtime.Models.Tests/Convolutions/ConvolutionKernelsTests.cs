using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Convolutions;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Tests.Convolutions;

public sealed class ConvolutionKernelsTests
{
    private const float Tolerance = 1e-4f;

    [Theory]
    [InlineData(3, 8, 5, 1)]
    [InlineData(3, 16, 3, 2)]
    [InlineData(16, 1, 5, 1)]
    [InlineData(16, 32, 3, 1)]
    [InlineData(24, 7, 1, 2)]
    public void Conv2d_FewChannels_EqualsThePlainConvolution(long from, long to, long side, long stride)
    {
        using var scope = NewDisposeScope();
        var padding = side / 2;
        Tensor[] own = Leaves([2, from, 9, 9], [to, from, side, side], [to]), plain = [.. own.Select(leaf => leaf.detach().clone().requires_grad_())];

        AssertSame(own, ConvolutionKernels.Conv2d(own[0], own[1], own[2], stride, padding), plain, F.conv2d(plain[0], plain[1], plain[2], [stride, stride], [padding, padding]));
    }

    [Theory]
    [InlineData(16, 1, 1)]
    [InlineData(6, 4, 3)]
    public void Conv1d_FewChannels_EqualsThePlainConvolution(long from, long to, long side)
    {
        using var scope = NewDisposeScope();
        Tensor[] own = Leaves([2, from, 9], [to, from, side], [to]), plain = [.. own.Select(leaf => leaf.detach().clone().requires_grad_())];

        AssertSame(own, ConvolutionKernels.Conv1d(own[0], own[1], own[2]), plain, F.conv1d(plain[0], plain[1], plain[2]));
    }

    [Fact]
    public void DepthwiseConv2d_FewChannels_EqualsThePlainConvolution()
    {
        using var scope = NewDisposeScope();
        Tensor[] own = Leaves([2, 3, 8, 8]), plain = [own[0].detach().clone().requires_grad_()];
        var filter = rand([4, 4]);

        AssertSame(own, ConvolutionKernels.DepthwiseConv2d(own[0], filter, 2), plain, F.conv2d(plain[0], filter.expand([3, 1, 4, 4]), strides: [2, 2], groups: 3));
    }

    private static Tensor[] Leaves(params long[][] shapes) => [.. shapes.Select(shape => randn(shape).requires_grad_())];

    private static void AssertSame(Tensor[] own, Tensor y, Tensor[] plain, Tensor expected)
    {
        Assert.Equal(expected.shape, y.shape);
        Close(expected, y);
        y.square().sum().backward();
        expected.square().sum().backward();
        Assert.All(plain.Zip(own), pair => Close(pair.First.grad!, pair.Second.grad!));
    }

    private static void Close(Tensor expected, Tensor actual) => Assert.True(
        (expected - actual).abs().max().ToSingle() <= Tolerance * (1 + expected.abs().max().ToSingle()), $"{string.Join(" ", TensorExport.Values(expected).Take(4))} … is not {string.Join(" ", TensorExport.Values(actual).Take(4))} …");
}
