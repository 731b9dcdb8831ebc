using FaeRealtime.Core.Noise;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Metrics;

/// <summary>Seeded feature vectors.</summary>
internal static class RandomFeatures
{
    /// <summary>Normal numbers <c>[rows, width]</c>; the caller disposes.</summary>
    public static torch.Tensor Normal(int rows, int width, ulong seed)
    {
        var values = new float[rows * width];
        PhiloxNoise.FillNormal(seed, 0, 0, values);
        return torch.tensor(values, [rows, width]);
    }
}
