using System.Runtime.InteropServices;
using FaeRealtime.Core.Noise;
using static TorchSharp.torch;

namespace FaeRealtime.Cpu.Tests;

/// <summary>Drawn values and distances.</summary>
internal static class Numbers
{
    public static float[] Normal(ulong stream, int length)
    {
        var values = new float[length];
        PhiloxNoise.FillNormal(41, stream, 0, values);
        return values;
    }

    public static float[] Of(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.cpu().contiguous().bytes).ToArray();

    /// <summary>‖a − b‖ / ‖b‖.</summary>
    public static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Assert.Equal(b.Length, a.Length);
        var (difference, norm) = (0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            difference += Math.Pow((double)a[i] - b[i], 2);
            norm += Math.Pow(b[i], 2);
        }

        return Math.Sqrt(difference / norm);
    }
}
