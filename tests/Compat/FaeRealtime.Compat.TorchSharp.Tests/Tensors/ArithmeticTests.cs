using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Compat.TorchSharp.Tests.Tensors;

public sealed class ArithmeticTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly float[] a = [-2.5f, -1f, .25f, 1f, 3f];
    private readonly float[] b = [.5f, 2f, -4f, 1f, 1.5f];

    public void Dispose() => scope.Dispose();

    public static TheoryData<string, Func<Tensor, Tensor>, Func<float, double>> Unary => new()
    {
        { "abs", x => x.abs(), x => Math.Abs(x) },
        { "neg", x => -x, x => -x },
        { "exp", x => x.exp(), x => Math.Exp(x) },
        { "sin", x => x.sin(), x => Math.Sin(x) },
        { "cos", x => cos(x), x => Math.Cos(x) },
        { "tanh", x => x.tanh(), x => Math.Tanh(x) },
        { "sigmoid", x => x.sigmoid(), x => 1 / (1 + Math.Exp(-x)) },
        { "silu", x => x.silu(), x => x / (1 + Math.Exp(-x)) },
        { "relu", x => x.relu(), x => Math.Max(x, 0f) },
        { "square", x => x.square(), x => x * x },
        { "floor", x => x.floor(), x => Math.Floor(x) },
        { "round", x => x.round(), x => Math.Round(x, MidpointRounding.ToEven) },
        { "clamp", x => x.clamp(-1, 1), x => Math.Clamp(x, -1, 1) },
        { "clamp max", x => x.clamp(max: .5f), x => Math.Min(x, .5f) },
        { "pow", x => x.pow((Scalar)3), x => x * x * x },
        { "reciprocal", x => 2 / x, x => 2 / x },
        { "minus", x => 1 - x, x => 1 - x },
        { "plus", x => x + 2.5, x => x + 2.5 },
        { "divided", x => x / 4f, x => x / 4 },
        { "log of square", x => x.square().log(), x => Math.Log(x * x) },
        { "rsqrt of square", x => x.square().rsqrt(), x => 1 / Math.Abs(x) },
        { "sqrt of square", x => x.square().sqrt(), x => Math.Abs(x) },
    };

    [Theory]
    [MemberData(nameof(Unary))]
    public void Unary_Values_MatchTheClosedForm(string name, Func<Tensor, Tensor> apply, Func<float, double> expected)
    {
        float[] actual = apply(tensor(a)).data<float>().ToArray();
        for (int i = 0; i < a.Length; i++)
        {
            Assert.True(Math.Abs(expected(a[i]) - actual[i]) < 1e-5, $"{name}({a[i]}) = {actual[i]}");
        }
    }

    public static TheoryData<string, Func<Tensor, Tensor, Tensor>, Func<float, float, double>> Binary => new()
    {
        { "add", (x, y) => x + y, (x, y) => x + y },
        { "add alpha", (x, y) => x.add(y, 3), (x, y) => x + 3 * y },
        { "sub", (x, y) => x - y, (x, y) => x - y },
        { "mul", (x, y) => x * y, (x, y) => x * y },
        { "div", (x, y) => x / y, (x, y) => x / y },
        { "div floor", (x, y) => x.div(y, RoundingMode.floor), (x, y) => Math.Floor(x / y) },
        { "maximum", (x, y) => maximum(x, y), (x, y) => Math.Max(x, y) },
        { "minimum", (x, y) => x.minimum(y), (x, y) => Math.Min(x, y) },
        { "lerp", (x, y) => x.lerp(y, tensor(.25f)), (x, y) => x + .25f * (y - x) },
        { "addcmul", (x, y) => x.addcmul(x, y, 2), (x, y) => x + 2 * x * y },
        { "addcdiv", (x, y) => x.addcdiv(x, y, 2), (x, y) => x + 2 * x / y },
        { "where", (x, y) => where(x > y, x, y), (x, y) => Math.Max(x, y) },
        { "remainder", (x, y) => x % y, (x, y) => x - y * Math.Floor(x / y) },
    };

    [Theory]
    [MemberData(nameof(Binary))]
    public void Binary_Values_MatchTheClosedForm(string name, Func<Tensor, Tensor, Tensor> apply, Func<float, float, double> expected)
    {
        float[] actual = apply(tensor(a), tensor(b)).data<float>().ToArray();
        for (int i = 0; i < a.Length; i++)
        {
            Assert.True(Math.Abs(expected(a[i], b[i]) - actual[i]) < 1e-5, $"{name}({a[i]}, {b[i]}) = {actual[i]}");
        }
    }

    [Fact]
    public void InPlace_Chains_ChangeTheTensorItself()
    {
        Tensor x = tensor(new[] { 1f, 4f });
        x.mul_((Scalar)2).add_(tensor(1f)).sub_((Scalar)1).sqrt_().neg_().clamp_(-2, 0).addcmul_(x, x, (Scalar)1);
        float[] expected = [-MathF.Sqrt(2) + 2, -2 + 4];
        Assert.Equal(expected[0], x[0].item<float>(), 1e-6f);
        Assert.Equal(expected[1], x[1].item<float>(), 1e-6f);
        Assert.Equal([0f, 0f], x.zero_().data<float>().ToArray());
        Assert.Equal([7f, 7f], x.fill_(7).data<float>().ToArray());
        Assert.Equal([1f, 2f], x.copy_(tensor(new long[] { 1, 2 })).data<float>().ToArray());
    }

    [Fact]
    public void Types_Mixed_FollowPyTorch()
    {
        Assert.Equal(ScalarType.Float32, (ones(2) * 2.0).dtype);
        Assert.Equal(ScalarType.Float32, (ones(2, dtype: ScalarType.Int64) * 2.5f).dtype);
        Assert.Equal(ScalarType.Int64, (ones(2, dtype: ScalarType.Int64) * 2).dtype);
        Assert.Equal(ScalarType.Float32, (ones(2, dtype: ScalarType.Int64) / 2).dtype);
        Assert.Equal(ScalarType.BFloat16, (ones(2, dtype: ScalarType.BFloat16) + 1.5).dtype);
        Assert.Equal(ScalarType.Float64, (ones(2) + ones(2, dtype: ScalarType.Float64)).dtype);
    }

    [Fact]
    public void Comparison_Operators_GiveMasks()
    {
        Tensor x = tensor(a);
        Assert.Equal([false, false, false, true, true], (x >= 1).data<bool>().ToArray());
        Assert.Equal([false, false, false, true, false], (x == tensor(b)).data<bool>().ToArray());
        Assert.Equal([true, true, true, false, true], x.ne((Scalar)1).data<bool>().ToArray());
        Assert.Equal([true, true, true, false, false], (1 > x).data<bool>().ToArray());
        Assert.True(x.Equals(tensor(a)));
        Assert.False(x.Equals(tensor(b)));
        Assert.True(allclose(x, x + 1e-7));
        Assert.False(x.allclose(x + 1));
        Assert.True((x / 0f).isfinite().logical_not().all().item<bool>());
    }

    [Fact]
    public void Complex_Polar_MultipliesAsARotation()
    {
        Tensor turn = polar(ones(1), full(1, MathF.PI / 2));
        Tensor point = view_as_complex(tensor(new[] { 3f, 4f }).view(1, 2));
        float[] turned = view_as_real(point * turn).flatten().data<float>().ToArray();
        Assert.Equal(-4f, turned[0], 1e-5f);
        Assert.Equal(3f, turned[1], 1e-5f);
        Assert.Equal(4f, point.imag.item<float>());
        Assert.Equal(ScalarType.ComplexFloat32, complex(ones(1), zeros(1)).dtype);
    }
}
