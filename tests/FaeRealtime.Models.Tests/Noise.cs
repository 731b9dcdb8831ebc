using FaeRealtime.Core.Noise;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests;

/// <summary>Seeded test data.</summary>
internal static class Noise
{
    public static Tensor Normal(ulong seed, params ReadOnlySpan<long> shape)
    {
        var length = 1L;
        foreach (var size in shape)
        {
            length *= size;
        }

        var values = new float[length];
        PhiloxNoise.FillNormal(seed, 0, 0, values);
        return tensor(values, shape);
    }

    /// <summary>Moves every parameter off its initial value, so that zero-initialised branches are alive.</summary>
    public static void Disturb(nn.Module module, double deviation = 0.1)
    {
        using var frozen = no_grad();
        ulong seed = 1000;
        foreach (var (_, parameter) in module.named_parameters())
        {
            using var noise = Normal(seed++, parameter.shape);
            parameter.add_(noise, deviation);
        }
    }

    public static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    public static double MaxDifference(Tensor a, Tensor b) => (a - b).abs().max().ToDouble();
}
