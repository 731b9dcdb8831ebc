using FaeRealtime.Models.Kernels;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Tests.Kernels;

/// <summary>The fused kernels beside the same formulas from libtorch's own operators: values and every gradient, in float32 and bfloat16.</summary>
public sealed class FusedKernelTests
{
    private const double Epsilon = 1e-6;

    // Widths that fill no vector, one, and several with a rest.
    public static TheoryData<int, int, int, ScalarType> Sizes()
    {
        var sizes = new TheoryData<int, int, int, ScalarType>();
        foreach (var type in (ScalarType[])[ScalarType.Float32, ScalarType.BFloat16])
        {
            sizes.Add(1, 1, 4, type);
            sizes.Add(3, 5, 44, type);
            sizes.Add(2, 130, 192, type);
        }

        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void RmsNorm_ScaleAndShift_IsTheFormula(int pictures, int tokens, int width, ScalarType type) => Compare(
        type,
        x => FusedRmsNorm.Apply(x[0], x[1], x[2], x[3], Epsilon),
        x => (Unit(x[0]) * x[1] * (1 + x[2])) + x[3],
        [pictures, tokens, width],
        [width],
        [pictures, 1, width],
        [pictures, 1, width]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void RmsNorm_ScaleOnly_IsTheFormula(int pictures, int tokens, int width, ScalarType type) => Compare(
        type,
        x => FusedRmsNorm.Apply(x[0], x[1], x[2], null, Epsilon),
        x => Unit(x[0]) * x[1] * (1 + x[2]),
        [pictures, tokens, width],
        [width],
        [pictures, 1, width]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void RmsNorm_Plain_IsTheFormula(int pictures, int tokens, int width, ScalarType type) =>
        Compare(type, x => FusedRmsNorm.Apply(x[0], x[1], null, null, Epsilon), x => Unit(x[0]) * x[1], [pictures, tokens, width], [width]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void SwiGlu_Rows_AreTheFormula(int pictures, int tokens, int width, ScalarType type) =>
        Compare(type, x => FusedSwiGlu.Apply(x[0]), x => F.silu(x[0].chunk(2, -1)[0]) * x[0].chunk(2, -1)[1], [pictures, tokens, 2L * width]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gate_Residual_IsTheFormula(int pictures, int tokens, int width, ScalarType type) =>
        Compare(type, x => FusedGate.Apply(x[0], x[1], x[2]), x => x[0] + (x[1] * x[2]), [pictures, tokens, width], [pictures, 1, width], [pictures, tokens, width]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Heads_NormAndRotation_AreTheFormula(int pictures, int tokens, int width, ScalarType type)
    {
        using var rotation = Rotation(tokens, width);
        Compare(
            type,
            x => Joined(FusedHeads.Apply(x[0], 2, x[1], x[2], Epsilon, rotation)),
            x => Reference(x[0], x[1], x[2], rotation),
            [pictures, tokens, 6L * width],
            [width],
            [width]);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Heads_RotationOnly_IsTheFormula(int pictures, int tokens, int width, ScalarType type)
    {
        using var rotation = Rotation(tokens, width);
        Compare(type, x => Joined(FusedHeads.Apply(x[0], 2, null, null, 0, rotation)), x => Reference(x[0], null, null, rotation), [pictures, tokens, 6L * width]);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Heads_NormOnly_IsTheFormula(int pictures, int tokens, int width, ScalarType type) => Compare(
        type, x => Joined(FusedHeads.Apply(x[0], 2, x[1], x[2], Epsilon, null)), x => Reference(x[0], x[1], x[2], null), [pictures, tokens, 6L * width], [width], [width]);

    [Fact]
    public void Kernels_OneThreadOrThree_GiveTheSameBytes()
    {
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            var one = Everything();
            set_num_threads(3);
            var three = Everything();
            Assert.Equal(one, three);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Rows_NotANumber_StaysOneInBFloat16()
    {
        using var x = tensor([float.NaN, 1f, float.PositiveInfinity, 0f]).to_type(ScalarType.BFloat16);
        var rows = new TensorRows(x, 4);
        var values = new float[4];
        rows.Read(0, values);
        rows.Write(0, values);

        Assert.Equal([float.NaN, 1f, float.PositiveInfinity, 0f], x.@float().data<float>().ToArray());
    }

    private static byte[] Everything()
    {
        using var scope = NewDisposeScope();
        var x = Noise.Normal(1, 8, 64, 192).requires_grad_();
        var (weight, scale, shift) = (Noise.Normal(2, 192).requires_grad_(), Noise.Normal(3, 8, 1, 192).requires_grad_(), Noise.Normal(4, 8, 1, 192).requires_grad_());
        using var rotation = Rotation(64, 16);
        var normal = FusedRmsNorm.Apply(x, weight, scale, shift, Epsilon);
        var heads = Joined(FusedHeads.Apply(normal, 4, weight.slice(0, 0, 16, 1), weight.slice(0, 16, 32, 1), Epsilon, rotation));
        var y = FusedGate.Apply(x, scale, FusedRmsNorm.Apply(x, weight, null, null, Epsilon)).sum() + heads.square().sum() + FusedSwiGlu.Apply(normal).square().sum();
        y.backward();
        return [.. new[] { x, weight, scale, shift }.SelectMany(leaf => leaf.grad!.contiguous().bytes.ToArray())];
    }

    private static void Compare(ScalarType type, Func<Tensor[], Tensor> fused, Func<Tensor[], Tensor> formula, params long[][] shapes)
    {
        using var scope = NewDisposeScope();
        var inputs = shapes.Select((shape, i) => Noise.Normal((ulong)i + 1, shape).to_type(type)).ToArray();
        var (value, gradients) = Run(inputs, type, fused);
        var (expected, expectedGradients) = Run(inputs, ScalarType.Float64, formula);

        // bfloat16 rounds each result once; sums over the tokens are made in float32 before that.
        var tolerance = type == ScalarType.Float32 ? 2e-5 : 1e-2;
        Near(expected, value, tolerance);
        for (var i = 0; i < gradients.Length; i++)
        {
            Near(expectedGradients[i], gradients[i], tolerance);
        }
    }

    private static (Tensor Value, Tensor[] Gradients) Run(Tensor[] inputs, ScalarType type, Func<Tensor[], Tensor> function)
    {
        var leaves = inputs.Select(input => input.detach().to_type(type, copy: true).requires_grad_()).ToArray();
        var y = function(leaves);
        var pull = Noise.Normal(99, y.shape).to_type(ScalarType.BFloat16).to_type(type);
        (y * pull).sum().backward();
        return (y, [.. leaves.Select(leaf => leaf.grad!)]);
    }

    private static void Near(Tensor expected, Tensor actual, double tolerance)
    {
        var size = Math.Max(1, expected.detach().abs().max().ToDouble());
        var difference = (expected.detach() - actual.detach().to_type(ScalarType.Float64)).abs().max().ToDouble();
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(difference <= tolerance * size, $"{difference:G3} off, largest value {size:G3}.");
    }

    private static Tensor Unit(Tensor x) => x * (x.square().mean([-1L], keepdim: true) + Epsilon).rsqrt();

    private static Tensor Rotation(int tokens, int width)
    {
        using var angles = Noise.Normal(7, tokens, width / 2);
        return complex(angles.cos(), angles.sin());
    }

    private static Tensor Joined((Tensor Q, Tensor K, Tensor V) parts) => stack([parts.Q, parts.K, parts.V]);

    private static Tensor Reference(Tensor merged, Tensor? queryWeight, Tensor? keyWeight, Tensor? rotation)
    {
        var parts = merged.view(merged.size(0), merged.size(1), 3, 2, -1).permute(2, 0, 3, 1, 4).unbind(0); // [B, H, T, Dh] each
        Tensor Head(Tensor x, Tensor? weight)
        {
            var y = weight is null ? x : Unit(x) * weight;
            if (rotation is null)
            {
                return y;
            }

            var (even, odd) = (y.unflatten(3, y.size(3) / 2, 2).select(4, 0), y.unflatten(3, y.size(3) / 2, 2).select(4, 1));
            var (cos, sin) = (rotation.real.to_type(y.dtype), rotation.imag.to_type(y.dtype));
            return stack([(even * cos) - (odd * sin), (even * sin) + (odd * cos)], -1).flatten(3);
        }

        return stack([Head(parts[0], queryWeight), Head(parts[1], keyWeight), parts[2]]);
    }
}
