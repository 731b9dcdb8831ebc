using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Tests.Kernels;

public sealed unsafe class ProductPassTests
{
    private const double Tolerance = 2e-6;

    /// <summary>Rows, outputs, depth, vector bits: full tiles, every rest of a tile, less than one.</summary>
    public static TheoryData<int, int, int, int> Sizes()
    {
        var sizes = new TheoryData<int, int, int, int>();
        foreach (var bits in new[] { 256, 512 })
        {
            for (var rows = 1; rows <= 17; rows++)
            {
                sizes.Add(rows, 37, 19, bits);
            }

            sizes.Add(64, 192, 192, bits);
            sizes.Add(257, 96, 130, bits);
            sizes.Add(3, 1, 1, bits);
        }

        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Multiply_AnySize_IsTheProductWithBias(int rows, int outputs, int depth, int bits)
    {
        using var arena = new Arena();
        using var compute = Compute.Start(2, Set(bits));
        var (x, weight, bias) = (Numbers.Normal(1, rows * depth), Numbers.Normal(2, outputs * depth), Numbers.Normal(3, outputs));
        var result = arena.Take(rows * outputs);

        compute.Multiply(
            PackedMatrix.Pack(arena, compute.Kernels, weight, bias, depth), arena.Copy(x), depth, rows, new Epilogue { Target = result, TargetStride = outputs });

        Assert.InRange(Numbers.Distance(new ReadOnlySpan<float>(result, rows * outputs), Product(x, weight, bias, depth)), 0, Tolerance);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    public void Multiply_SwiGlu_GatesTheSecondHalf(int bits)
    {
        const int rows = 11, hidden = 43, depth = 24;
        using var arena = new Arena();
        using var compute = Compute.Start(1, Set(bits));
        var (x, weight, bias) = (Numbers.Normal(1, rows * depth), Numbers.Normal(2, 2 * hidden * depth), Numbers.Normal(3, 2 * hidden));
        var result = arena.Take(rows * hidden);

        var packed = PackedMatrix.Pack(arena, compute.Kernels, weight, bias, depth, paired: true);
        compute.Multiply(packed, arena.Copy(x), depth, rows, new Epilogue { Kind = EpilogueKind.SwiGlu, Target = result, TargetStride = hidden });

        var product = Product(x, weight, bias, depth);
        var expected = new float[rows * hidden];
        for (var i = 0; i < expected.Length; i++)
        {
            var (row, column) = (i / hidden, i % hidden);
            double gate = product[(row * 2 * hidden) + column];
            expected[i] = (float)(gate / (1 + Math.Exp(-gate)) * product[(row * 2 * hidden) + hidden + column]);
        }

        Assert.InRange(Numbers.Distance(new ReadOnlySpan<float>(result, expected.Length), expected), 0, Tolerance);
    }

    [Fact]
    public void Multiply_AnyThreads_SameBits()
    {
        const int rows = 130, outputs = 200, depth = 77;
        var (x, weight, bias) = (Numbers.Normal(1, rows * depth), Numbers.Normal(2, outputs * depth), Numbers.Normal(3, outputs));
        float[]? first = null;
        foreach (var threads in new[] { 1, 2, 3, 7 })
        {
            using var arena = new Arena();
            using var compute = Compute.Start(threads);
            var result = arena.Take(rows * outputs);
            compute.Multiply(
                PackedMatrix.Pack(arena, compute.Kernels, weight, bias, depth), arena.Copy(x), depth, rows, new Epilogue { Target = result, TargetStride = outputs });
            var values = new ReadOnlySpan<float>(result, rows * outputs).ToArray();
            first ??= values;
            Assert.Equal(first, values);
        }
    }

    private static KernelSet Set(int bits) => bits == 256 ? KernelSet.Wide256 : KernelSet.Wide512;

    private static float[] Product(float[] x, float[] weight, float[] bias, int depth)
    {
        var outputs = bias.Length;
        var product = new float[x.Length / depth * outputs];
        for (var i = 0; i < product.Length; i++)
        {
            var sum = (double)bias[i % outputs];
            for (var k = 0; k < depth; k++)
            {
                sum += (double)x[(i / outputs * depth) + k] * weight[(i % outputs * depth) + k];
            }

            product[i] = (float)sum;
        }

        return product;
    }
}
