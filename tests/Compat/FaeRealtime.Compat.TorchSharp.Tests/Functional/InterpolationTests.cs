using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Compat.TorchSharp.Tests.Functional;

public sealed class InterpolationTests
{
    [Fact]
    public void Nearest_DoubledRow_RepeatsEach()
    {
        using Tensor x = Row(1, 2, 3);
        using Tensor result = F.interpolate(x, scale_factor: [1, 2]);
        Assert.Equal([1.0, 1, 2, 2, 3, 3], result.data<double>().ToArray());
    }

    [Fact]
    public void Bilinear_WithoutCorners_SamplesAtPixelCentres()
    {
        using Tensor x = Row(0, 1, 4);
        using Tensor result = F.interpolate(x, size: [1, 6], mode: InterpolationMode.Bilinear);
        Assert.Equal(Linear([0, 1, 4], 6, 0.5), result.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Bilinear_WithCorners_KeepsTheEnds()
    {
        using Tensor x = Row(0, 1, 4);
        using Tensor result = F.interpolate(x, size: [1, 5], mode: InterpolationMode.Bilinear, align_corners: true);
        Assert.Equal([0, 0.5, 1, 2.5, 4], result.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Bilinear_ByFactor_StepsByTheFactorNotBySizes()
    {
        // 3 · 2.1 = 6.3 → 6 samples: the step is 1/2.1, not 3/6.
        using Tensor x = Row(0, 1, 4);
        using Tensor byFactor = F.interpolate(x, scale_factor: [1, 2.1], mode: InterpolationMode.Bilinear);
        Assert.Equal(Linear([0, 1, 4], 6, 1 / 2.1), byFactor.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        using Tensor recomputed = F.interpolate(x, scale_factor: [1, 2.1], mode: InterpolationMode.Bilinear, recompute_scale_factor: true);
        Assert.Equal(Linear([0, 1, 4], 6, 0.5), recomputed.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2.1)]
    public void Bicubic_OfRow_IsKeysKernel(double? factor)
    {
        double[] row = [0, 1, 4, 2];
        using Tensor x = Row(row);
        using Tensor result = factor is { } by
            ? F.interpolate(x, scale_factor: [1, by], mode: InterpolationMode.Bicubic)
            : F.interpolate(x, size: [1, 8], mode: InterpolationMode.Bicubic);
        double step = factor is { } given ? 1 / given : 0.5;
        Assert.Equal(Cubic(row, 8, step), result.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Area_Halving_Averages()
    {
        using Tensor x = Row(1, 3, 5, 9);
        Assert.Equal([2.0, 7.0], F.interpolate(x, size: [1, 2], mode: InterpolationMode.Area).data<double>().ToArray());
    }

    [Fact]
    public void Antialias_Halving_WeighsTheWiderTriangle()
    {
        using Tensor x = Row(0, 0, 1, 0, 0, 0);
        using Tensor result = F.interpolate(x, size: [1, 3], mode: InterpolationMode.Bilinear, antialias: true);
        // Centres at 1, 3, 5; the triangle is two pixels wide: weights 1/8, 3/8, 3/8, 1/8, cut and renormalised at the ends.
        Assert.Equal([1 / 7.0, 3 / 8.0, 0], result.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        using Tensor cubic = F.interpolate(x, size: [1, 3], mode: InterpolationMode.Bicubic, antialias: true);
        Assert.Equal(1, F.interpolate(ones_like(x), size: [1, 3], mode: InterpolationMode.Bicubic, antialias: true).mean().item<double>(), 1e-6);
        Assert.NotEqual(result[0, 0, 0, 1].item<double>(), cubic[0, 0, 0, 1].item<double>());
    }

    [Fact]
    public void Interpolate_WithWrongOptions_Throws()
    {
        using Tensor x = Row(1, 2);
        Assert.Throws<ArgumentException>(() => F.interpolate(x));
        Assert.Throws<ArgumentException>(() => F.interpolate(x, size: [1, 2], scale_factor: [2]));
        Assert.Throws<ArgumentException>(() => F.interpolate(x, size: [1, 2], align_corners: true));
        Assert.Throws<ArgumentException>(() => F.interpolate(x, size: [1, 2], antialias: true));
        Assert.Throws<ArgumentException>(() => F.interpolate(x[0], size: [1, 2]));
    }

    private static Tensor Row(params double[] values) => tensor(values).reshape(1, 1, 1, values.Length);

    private static double[] Linear(double[] row, int count, double step) => Sampled(count, step, position =>
    {
        double inside = Math.Max(position, 0);
        int left = Math.Min((int)inside, row.Length - 1);
        return row[left] + ((inside - left) * (row[Math.Min(left + 1, row.Length - 1)] - row[left]));
    });

    private static double[] Cubic(double[] row, int count, double step) => Sampled(count, step, position =>
    {
        int left = (int)Math.Floor(position);
        return Enumerable.Range(left - 1, 4).Sum(i => row[Math.Clamp(i, 0, row.Length - 1)] * Keys(Math.Abs(position - i)));
    });

    // Keys 1981 with a = -0.75, the value that PyTorch uses.
    private static double Keys(double d) => d switch
    {
        <= 1 => (((1.25 * d) - 2.25) * d * d) + 1,
        < 2 => (((((-0.75 * d) + 3.75) * d) - 6) * d) + 3,
        _ => 0,
    };

    private static double[] Sampled(int count, double step, Func<double, double> at) =>
        [.. Enumerable.Range(0, count).Select(i => at(((i + 0.5) * step) - 0.5))];
}
