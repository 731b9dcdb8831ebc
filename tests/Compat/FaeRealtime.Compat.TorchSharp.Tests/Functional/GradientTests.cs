using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Compat.TorchSharp.Tests.Functional;

public sealed class GradientTests
{
    public static TheoryData<string, long[][], Func<Tensor[], Tensor>> Operators() => new()
    {
        { "add broadcast", [[2, 3], [3]], static x => x[0] + x[1] },
        { "sub scaled", [[2, 3], [2, 1]], static x => x[0] - (x[1] * 2.5) },
        { "mul broadcast", [[2, 1, 3], [4, 1]], static x => x[0] * x[1] },
        { "div", [[2, 3], [3]], static x => x[0] / (x[1].square() + 1.0) },
        { "matmul", [[2, 3, 4], [4, 2]], static x => x[0].matmul(x[1]) },
        { "bmm", [[2, 3, 4], [2, 4, 2]], static x => x[0].bmm(x[1]) },
        { "exp log", [[5]], static x => (x[0].exp() + 1.0).log() },
        { "pow", [[5]], static x => (x[0].square() + 0.5).pow(1.5) },
        { "rsqrt", [[5]], static x => (x[0].square() + 0.5).rsqrt() },
        { "sin cos", [[5]], static x => x[0].sin() * x[0].cos() },
        { "var std", [[3, 5]], static x => x[0].var(-1L) + x[0].std(-1L, false) },
        { "norm", [[3, 5]], static x => x[0].norm(1) },
        { "mean of dims", [[2, 3, 4]], static x => x[0].mean([0L, 2L], true) },
        { "cumsum", [[3, 4]], static x => x[0].cumsum(1) },
        { "amax", [[3, 4]], static x => x[0].amax([1L]) },
        { "where", [[4], [4]], static x => torch.where(tensor(new[] { true, false, true, false }), x[0], x[1]) },
        { "clamp", [[6]], static x => x[0].clamp(-0.5, 0.5) },
        { "cat chunk", [[2, 4], [2, 2]], static x => cat([x[0].chunk(2, 1)[1], x[1]], 1) },
        { "permute view", [[2, 3, 4]], static x => x[0].permute(2, 0, 1).reshape(8, 3) },
        { "index select", [[4, 3]], static x => x[0].index_select(0, tensor(new long[] { 3, 1, 3 })) },
        { "gather", [[2, 3]], static x => x[0].gather(1, tensor(new long[] { 2, 2, 0, 1 }, [2, 2])) },
        { "masked fill", [[4]], static x => x[0].masked_fill(tensor(new[] { true, false, true, false }), 7) },
        { "expand", [[3, 1]], static x => x[0].expand(3, 4).square() },
        { "softmax", [[3, 4]], static x => F.softmax(x[0], 1) },
        { "log softmax", [[3, 4]], static x => F.log_softmax(x[0], 1) },
        { "gelu", [[7]], static x => F.gelu(x[0]) },
        { "silu", [[7]], static x => F.silu(x[0]) },
        { "leaky relu", [[7]], static x => F.leaky_relu(x[0], 0.1) },
        { "tanh sigmoid", [[7]], static x => F.tanh(x[0]) * F.sigmoid(x[0]) },
        { "mish", [[7]], static x => F.mish(x[0]) },
        { "log sigmoid", [[7]], static x => F.logsigmoid(x[0]) },
        { "softplus", [[7]], static x => F.softplus(x[0]) },
        { "linear", [[2, 3], [4, 3], [4]], static x => F.linear(x[0], x[1], x[2]) },
        { "layer norm", [[2, 5], [5], [5]], static x => F.layer_norm(x[0], [5], x[1], x[2]) },
        { "group norm", [[2, 4, 3], [4], [4]], static x => F.group_norm(x[0], 2, x[1], x[2]) },
        { "batch norm", [[3, 2, 2], [2], [2]], static x => F.batch_norm(x[0], null, null, x[1], x[2], training: true) },
        { "normalize", [[3, 4]], static x => F.normalize(x[0], dim: -1) },
        { "cosine", [[3, 4], [3, 4]], static x => F.cosine_similarity(x[0], x[1]) },
        { "conv1d", [[1, 2, 5], [3, 2, 3], [3]], static x => F.conv1d(x[0], x[1], x[2], 2, 1) },
        { "conv2d", [[1, 2, 5, 5], [3, 2, 3, 3], [3]], static x => F.conv2d(x[0], x[1], x[2], [2, 2], [1, 1]) },
        { "transposed conv", [[1, 4, 3, 2], [4, 1, 3, 3], [2]], static x => F.conv_transpose2d(x[0], x[1], x[2], [2, 2], [1, 1], [1, 0], groups: 2) },
        { "pixel shuffle", [[1, 4, 2, 3]], static x => F.pixel_shuffle(x[0], 2) },
        { "pixel unshuffle", [[1, 1, 4, 2]], static x => F.pixel_unshuffle(x[0], 2) },
        { "unfold", [[1, 2, 4, 4]], static x => F.unfold(x[0], 3, padding: 1, stride: 2) },
        { "max pool", [[1, 1, 5, 5]], static x => F.max_pool2d(x[0], 3, 2, ceil_mode: true) },
        { "avg pool", [[1, 2, 4, 4]], static x => F.avg_pool2d(x[0], 2) },
        { "adaptive pool", [[1, 1, 5, 5]], static x => F.adaptive_avg_pool2d(x[0], 2) },
        { "adaptive max pool", [[1, 1, 5, 5]], static x => F.adaptive_max_pool2d(x[0], [2, 3]) },
        { "reflect pad", [[1, 1, 4, 4]], static x => F.pad(x[0], (1, 2, 2, 1), PaddingModes.Reflect) },
        { "bilinear", [[1, 1, 4, 4]], static x => F.interpolate(x[0], [7, 6], mode: InterpolationMode.Bilinear) },
        { "bicubic by factor", [[1, 1, 4, 4]], static x => F.interpolate(x[0], scale_factor: [2.1, 1.6], mode: InterpolationMode.Bicubic) },
        { "antialiased", [[1, 1, 6, 6]], static x => F.interpolate(x[0], [3, 4], mode: InterpolationMode.Bicubic, antialias: true) },
        { "nearest", [[1, 1, 3, 3]], static x => F.interpolate(x[0], scale_factor: [2]) },
        { "attention", [[2, 3, 4], [2, 5, 4], [2, 5, 4]], static x => F.scaled_dot_product_attention(x[0], x[1], x[2]) },
        { "causal attention", [[3, 4], [3, 4], [3, 4]], static x => F.scaled_dot_product_attention(x[0], x[1], x[2], is_casual: true) },
        { "mse", [[3, 2], [3, 2]], static x => F.mse_loss(x[0], x[1]) },
        { "smooth l1", [[3, 2], [3, 2]], static x => F.smooth_l1_loss(x[0], x[1], beta: 0.3) },
        { "cross entropy", [[3, 4]], static x => F.cross_entropy(x[0], tensor(new long[] { 1, 3, 0 }), label_smoothing: 0.1) },
        { "bce", [[3, 2], [3, 2]], static x => F.binary_cross_entropy_with_logits(x[0], x[1].sigmoid()) },
    };

    [Theory]
    [MemberData(nameof(Operators), DisableDiscoveryEnumeration = true)]
    public void Gradient_OfOperator_MatchesFiniteDifferences(string name, long[][] shapes, Func<Tensor[], Tensor> function)
    {
        Assert.NotEmpty(name);
        using Generator generator = new(17);
        Tensor[] inputs = [.. shapes.Select(shape => randn(shape, ScalarType.Float64, generator: generator))];
        GradientCheck.Run(function, inputs);
    }

    [Fact]
    public void Gradient_OfModuleParameters_MatchesFiniteDifferences()
    {
        using Sequential module = nn.Sequential(nn.Conv2d(1, 2, 3), nn.GroupNorm(1, 2), nn.GELU());
        module.to(ScalarType.Float64);
        using Tensor input = randn([1, 1, 4, 4], ScalarType.Float64);
        GradientCheck.Run(_ => module.call(input), [.. module.parameters()]);
    }

    [Fact]
    public void Gradient_OfEmbedding_AddsUpRepeatedRows()
    {
        using Embedding layer = nn.Embedding(3, 2);
        using Tensor loss = layer.call(tensor(new long[] { 1, 1, 2 })).sum();
        loss.backward();
        Assert.Equal([0f, 0, 2, 2, 1, 1], layer.weight!.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Backward_ThroughNoGrad_ReachesNothing()
    {
        using Linear layer = nn.Linear(2, 2);
        using Tensor x = ones([1, 2]);
        using (no_grad())
        {
            using Tensor result = layer.call(x);
            Assert.False(result.requires_grad);
        }

        Assert.Null(layer.weight.grad);
    }
}
