using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Modules;

public sealed class LayerTests
{
    [Fact]
    public void Linear_Forward_IsProductWithTransposedWeight()
    {
        using Linear layer = nn.Linear(3, 2);
        using Tensor x = randn([4, 5, 3]);
        using Tensor expected = x.matmul(layer.weight.t()).add(layer.bias!);
        Close.Assert(expected, layer.call(x), 1e-6);
        Assert.Equal([2L, 3L], layer.weight.shape);
        Assert.Equal(3, layer.in_features);
        Assert.Equal(2, layer.out_features);
    }

    [Fact]
    public void Linear_Fresh_IsUniformInInverseRootOfFanIn()
    {
        using Linear layer = nn.Linear(400, 300);
        double bound = 1 / Math.Sqrt(400);
        Assert.InRange(layer.weight.abs().max().item<float>(), 0.99 * bound, bound);
        Assert.InRange(layer.bias!.abs().max().item<float>(), 0.9 * bound, bound);
        Assert.Equal(bound / Math.Sqrt(3), layer.weight.std().item<float>(), 3e-4);
    }

    [Fact]
    public void Linear_SameSeed_RepeatsWeights()
    {
        manual_seed(5);
        using Linear first = nn.Linear(4, 4);
        manual_seed(5);
        using Linear second = nn.Linear(4, 4);
        Assert.True(first.weight.Equals(second.weight));
        Assert.True(first.bias!.Equals(second.bias!));
    }

    [Fact]
    public void LayerNorm_Forward_NormalisesTrailingDimension()
    {
        using LayerNorm layer = nn.LayerNorm(6, eps: 1e-3);
        nn.init.normal_(layer.weight);
        nn.init.normal_(layer.bias!);
        using Tensor x = randn([2, 3, 6]);
        using Tensor mean = x.mean([-1L], true);
        using Tensor variance = x.var(-1L, false, true);
        using Tensor expected = x.sub(mean).div((variance + 1e-3).sqrt()).mul(layer.weight).add(layer.bias!);
        Close.Assert(expected, layer.call(x), 1e-5);
    }

    [Theory]
    [InlineData(true, false, new[] { "weight" })]
    [InlineData(false, true, new string[0])]
    public void LayerNorm_WithoutParts_RegistersTheRest(bool affine, bool bias, string[] names)
    {
        using LayerNorm layer = nn.LayerNorm(4, elementwise_affine: affine, bias: bias);
        Assert.Equal(names, layer.state_dict().Keys);
        using Tensor x = randn([2, 4]);
        using Tensor result = layer.call(x);
        Assert.Equal(0, result.mean().item<float>(), 1e-5);
    }

    [Fact]
    public void GroupNorm_Forward_NormalisesEachGroup()
    {
        using GroupNorm layer = nn.GroupNorm(2, 4, eps: 1e-6);
        nn.init.normal_(layer.weight);
        using Tensor x = randn([3, 4, 5, 5]);
        using Tensor groups = x.reshape(3, 2, 50);
        using Tensor mean = groups.mean([-1L], true);
        using Tensor variance = groups.var(-1L, false, true);
        using Tensor plain = groups.sub(mean).div((variance + 1e-6).sqrt()).reshape(3, 4, 5, 5);
        using Tensor expected = plain.mul(layer.weight.reshape(1, 4, 1, 1)).add(layer.bias!.reshape(1, 4, 1, 1));
        Close.Assert(expected, layer.call(x), 1e-5);
    }

    [Fact]
    public void Embedding_Forward_PicksRows()
    {
        using Embedding layer = nn.Embedding(5, 3, padding_idx: 2);
        using Tensor index = tensor(new long[] { 4, 2, 4 });
        using Tensor rows = layer.call(index);
        Assert.Equal([3L, 3L], rows.shape);
        Assert.True(rows[0].Equals(layer.weight![4]));
        Assert.Equal(0f, rows[1].abs().sum().item<float>());
    }

    [Fact]
    public void Embedding_WithNormLimit_IsRefused() =>
        Assert.Throws<NotSupportedException>(() => nn.Embedding(2, 2, max_norm: 1));

    [Theory]
    [InlineData(1, 0, 1, 1)]
    [InlineData(2, 1, 1, 1)]
    [InlineData(1, 2, 2, 2)]
    public void Conv2d_Forward_IsProductOverWindows(long stride, long padding, long dilation, long groups)
    {
        using Conv2d layer = nn.Conv2d(4, 6, 3, stride: stride, padding: padding, dilation: dilation, groups: groups);
        using Tensor x = randn([2, 4, 7, 8]);
        Close.Assert(DirectConvolution.Of(x, layer), layer.call(x), 1e-5);
    }

    [Fact]
    public void Conv2d_SamePadding_KeepsSize()
    {
        using Conv2d layer = nn.Conv2d(1, 1, (3, 5), Padding.Same);
        using Tensor x = randn([1, 1, 6, 7]);
        using Tensor expected = nn.functional.conv2d(x, layer.weight, layer.bias, padding: [1, 2]);
        Close.Assert(expected, layer.call(x), 1e-6);
    }

    [Fact]
    public void Conv2d_ReflectPadding_PadsFirst()
    {
        using Conv2d layer = nn.Conv2d(1, 1, (3, 5), padding: (1, 2), padding_mode: PaddingModes.Reflect);
        using Tensor x = randn([1, 1, 6, 7]);
        using Tensor padded = nn.functional.pad(x, (2, 2, 1, 1), PaddingModes.Reflect);
        using Tensor expected = nn.functional.conv2d(padded, layer.weight, layer.bias);
        Close.Assert(expected, layer.call(x), 1e-6);
    }

    [Fact]
    public void Conv2d_Fresh_IsUniformInInverseRootOfFanIn()
    {
        using Conv2d layer = nn.Conv2d(64, 64, 3);
        double bound = 1 / Math.Sqrt(64 * 9);
        Assert.InRange(layer.weight.abs().max().item<float>(), 0.99 * bound, bound);
        Assert.InRange(layer.bias!.abs().max().item<float>(), 0.8 * bound, bound);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    public void MaxPool2d_CeilMode_DecidesOnTheLastWindow(bool ceil, long side)
    {
        using MaxPool2d layer = nn.MaxPool2d(3, stride: 2, ceil_mode: ceil);
        using Tensor x = arange(36f).reshape(1, 1, 6, 6);
        using Tensor result = layer.call(x);
        Assert.Equal([1L, 1L, side, side], result.shape);
        Assert.Equal(14f, result[0, 0, 0, 0].item<float>());
        Assert.Equal(ceil ? 35f : 28f, result.max().item<float>());
    }

    [Fact]
    public void Dropout_ByMode_ThinsOrPasses()
    {
        using Dropout layer = nn.Dropout(0.25);
        using Tensor x = ones([10_000]);
        using Tensor thinned = layer.call(x);
        Assert.Equal(0.25, thinned.eq((Scalar)0).to(ScalarType.Float32).mean().item<float>(), 0.03);
        Assert.Equal(1 / 0.75f, thinned.max().item<float>(), 1e-6f);
        layer.eval();
        using Tensor passed = layer.call(x);
        Assert.True(passed.Equals(x));
    }

    [Fact]
    public void Sequential_Forward_ChainsAndLeavesInputAlive()
    {
        using Sequential sequence = nn.Sequential(nn.Linear(3, 4), nn.GELU(), nn.Linear(4, 2));
        using Tensor x = randn([2, 3]);
        using Tensor expected = ((Linear)sequence[2]).call(nn.functional.gelu(((Linear)sequence[0]).call(x)));
        using Tensor result = sequence.call(x);
        Close.Assert(expected, result, 0);
        Assert.False(x.IsInvalid);
    }

    [Fact]
    public void Sequential_Empty_ReturnsAliasOfInput()
    {
        using Sequential sequence = nn.Sequential();
        using Tensor x = randn([2]);
        sequence.call(x).Dispose();
        Assert.False(x.IsInvalid);
    }
}
