using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Compat.TorchSharp.Tests.Functional;

public sealed class FunctionalTests
{
    private static readonly double[] Points = [-3, -1.25, -0.5, 0, 0.5, 1.25, 3];

    public static TheoryData<string, Func<Tensor, Tensor>, Func<double, double>> Activations() => new()
    {
        { "silu", static x => F.silu(x), static x => x / (1 + Math.Exp(-x)) },
        { "relu", static x => F.relu(x), static x => Math.Max(x, 0) },
        { "leaky_relu", static x => F.leaky_relu(x, 0.2), static x => x < 0 ? 0.2 * x : x },
        { "sigmoid", static x => F.sigmoid(x), static x => 1 / (1 + Math.Exp(-x)) },
        { "tanh", static x => F.tanh(x), Math.Tanh },
        { "softplus", static x => F.softplus(x), static x => Math.Log(1 + Math.Exp(x)) },
        { "mish", static x => F.mish(x), static x => x * Math.Tanh(Math.Log(1 + Math.Exp(x))) },
        { "logsigmoid", static x => F.logsigmoid(x), static x => -Math.Log(1 + Math.Exp(-x)) },
        { "mish in place", static x => F.mish(x, true), static x => x * Math.Tanh(Math.Log(1 + Math.Exp(x))) },
        { "silu in place", static x => F.silu(x, true), static x => x / (1 + Math.Exp(-x)) },
        { "relu in place", static x => F.relu(x, true), static x => Math.Max(x, 0) },
        { "leaky_relu in place", static x => F.leaky_relu(x, 0.2, true), static x => x < 0 ? 0.2 * x : x },
    };

    [Theory]
    [MemberData(nameof(Activations), DisableDiscoveryEnumeration = true)]
    public void Activation_AtPoints_MatchesClosedForm(string name, Func<Tensor, Tensor> activation, Func<double, double> expected)
    {
        using Tensor x = tensor(Points);
        Tensor result = activation(x);
        Assert.Equal(name.EndsWith("in place", StringComparison.Ordinal), ReferenceEquals(x, result));
        Assert.Equal(Points.Select(expected), result.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Gelu_AtPoints_IsTheExactForm()
    {
        // x·Φ(x), Φ from tables of the normal distribution.
        using Tensor x = tensor([-1.0, 0.5, 2.0]);
        using Tensor result = F.gelu(x);
        double[] expected = [-0.15865525393145707, 0.34573123063700656, 1.9544997361036416];
        Assert.Equal(expected, result.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Softmax_OverDimension_SumsToOneAndMatchesExponentials()
    {
        using Tensor x = randn([3, 4], ScalarType.Float64);
        using Tensor exponentials = x.exp();
        using Tensor expected = exponentials.div(exponentials.sum(1, true));
        Close.Assert(expected, F.softmax(x, 1), 1e-14);
        Close.Assert(expected.log(), F.log_softmax(x, 1), 1e-13);
        using Tensor narrow = F.softmax(x, 1, ScalarType.Float32);
        Assert.Equal(ScalarType.Float32, narrow.dtype);
    }

    [Fact]
    public void BatchNorm_Evaluating_UsesTheRunningStatistics()
    {
        using Tensor x = tensor(new[] { 1.0, 3, 5, 9 }, [2, 2]);
        using Tensor y = F.batch_norm(x, tensor(new[] { 1.0, 2 }), tensor(new[] { 3.0, 0 }), tensor(new[] { 2.0, 1 }), tensor(new[] { 0.5, 0 }), eps: 1);
        double[] expected = [0.5, 1, 4.5, 7];
        Assert.Equal(expected, y.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void BatchNorm_Training_UsesTheBatchAndMovesTheRunningStatistics()
    {
        using Tensor x = tensor(new[] { 1.0, 5 }, [2, 1]);
        (Tensor mean, Tensor variance) = (zeros([1], ScalarType.Float64), ones([1], ScalarType.Float64));
        using Tensor y = F.batch_norm(x, mean, variance, training: true, momentum: 0.5, eps: 0);
        Assert.Equal([-1.0, 1], y.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(1.5, mean.item<double>(), 1e-12);
        Assert.Equal(4.5, variance.item<double>(), 1e-12);
    }

    [Fact]
    public void Normalize_Rows_HaveUnitNormAndZeroStaysZero()
    {
        using Tensor x = tensor(new float[] { 3, 4, 0, 0 }, [2, 2]);
        using Tensor expected = tensor(new float[] { 0.6f, 0.8f, 0, 0 }, [2, 2]);
        Close.Assert(expected, F.normalize(x), 1e-7);
    }

    [Fact]
    public void CosineSimilarity_OfVectors_IsDotOverNorms()
    {
        using Tensor a = tensor(new double[] { 1, 2, 2 }).unsqueeze(0);
        using Tensor b = tensor(new double[] { 2, 0, 1 }).unsqueeze(0);
        Assert.Equal(4 / (3 * Math.Sqrt(5)), F.cosine_similarity(a, b).item<double>(), 1e-14);
    }

    [Fact]
    public void OneHot_OfClasses_MarksEach()
    {
        using Tensor classes = tensor(new long[] { 2, 0 });
        Assert.Equal([0L, 0, 1, 0, 1, 0, 0, 0], F.one_hot(classes, 4).data<long>().ToArray());
    }

    [Theory]
    [InlineData(PaddingModes.Constant, new float[] { 9, 1, 2, 3, 9, 9 })]
    [InlineData(PaddingModes.Reflect, new float[] { 2, 1, 2, 3, 2, 1 })]
    [InlineData(PaddingModes.Replicate, new float[] { 1, 1, 2, 3, 3, 3 })]
    [InlineData(PaddingModes.Circular, new float[] { 3, 1, 2, 3, 1, 2 })]
    public void Pad_ByMode_FillsBothSides(PaddingModes mode, float[] expected)
    {
        using Tensor x = tensor(new float[] { 1, 2, 3 }, [1, 1, 3]);
        using Tensor padded = F.pad(x, (1, 2), mode, mode == PaddingModes.Constant ? 9 : 0);
        Assert.Equal(expected, padded.data<float>().ToArray());
    }

    [Fact]
    public void Pools_OnRamp_GiveWindowValues()
    {
        using Tensor x = arange(16f).reshape(1, 1, 4, 4);
        Assert.Equal([5f, 7, 13, 15], F.max_pool2d(x, 2).data<float>().ToArray());
        Assert.Equal([2.5f, 4.5f, 10.5f, 12.5f], F.avg_pool2d(x, 2).data<float>().ToArray());
        Assert.Equal([7.5f], F.adaptive_avg_pool2d(x, 1).data<float>().ToArray());
        Assert.Equal([3.5f, 11.5f], F.adaptive_avg_pool2d(x, (2, 1)).data<float>().ToArray());
        Assert.Equal([7f, 15], F.adaptive_max_pool2d(x, [2, 1]).data<float>().ToArray());
        Assert.Equal([7L, 15], F.adaptive_max_pool2d_with_indices(x, [2, 1]).Indices.data<long>().ToArray());
    }

    [Fact]
    public void MismatchedShapes_InLinear_RaiseExternalException()
    {
        using Tensor x = zeros([2, 3]);
        using Tensor weight = zeros([4, 5]);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => F.linear(x, weight));
    }
}
