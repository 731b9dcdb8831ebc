using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using static TorchSharp.torch;

namespace FaeRealtime.Cpu.Tests.Kernels;

public sealed unsafe class ActivationsTests
{
    private const float Step = 1f / 64f;
    private const float Limit = 12f;

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    public void Activate_EveryKind_IsTheFunction(int bits)
    {
        using var scope = NewDisposeScope();
        var x = arange(-Limit, Limit, Step, ScalarType.Float32);
        var wide = x.to(ScalarType.Float64);
        Check(bits, EpilogueKind.Silu, x, nn.functional.silu(wide));
        Check(bits, EpilogueKind.Gelu, x, nn.functional.gelu(wide));
        Check(bits, EpilogueKind.GeluTanh, x, wide * 0.5 * (1 + ((wide + (wide.pow(3) * 0.044715)) * Math.Sqrt(2 / Math.PI)).tanh()));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    public void Activate_FarOutside_StaysWhatItMustBe(int bits)
    {
        using var arena = new Arena();
        float[] values = [-1e30f, -1000f, 1000f, 1e30f, float.NaN];
        foreach (var kind in new[] { EpilogueKind.Silu, EpilogueKind.Gelu, EpilogueKind.GeluTanh })
        {
            float[] row = [.. values, .. values, .. values, .. values];
            var data = arena.Copy(row);
            (bits == 256 ? KernelSet.Wide256 : KernelSet.Wide512).Activate(kind, data, row.Length);
            for (var i = 0; i < row.Length; i++)
            {
                if (float.IsNaN(row[i]))
                {
                    Assert.True(float.IsNaN(data[i]));
                }
                else
                {
                    Assert.InRange(data[i] - Math.Max(0, row[i]), -1e-5f, 1e-5f);
                }
            }
        }
    }

    private static void Check(int bits, EpilogueKind kind, Tensor x, Tensor expected)
    {
        using var arena = new Arena();
        var values = Numbers.Of(x);
        var data = arena.Copy(values);
        (bits == 256 ? KernelSet.Wide256 : KernelSet.Wide512).Activate(kind, data, values.Length);
        var wanted = Numbers.Of(expected.to(ScalarType.Float32));
        for (var i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(data[i] - wanted[i]) <= 4e-7 * Math.Max(1, Math.Abs(values[i])), $"{kind}({values[i]}) is {data[i]}, must be {wanted[i]}.");
        }
    }
}
