using System.Text;
using System.Text.Json;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Weights that a golden case describes instead of storing: uniform numbers from splitmix64, started by each tensor's name.</summary>
internal static class GeneratedWeights
{
    private const double UniformVariance = 6;
    private const float BiasScale = 0.1f;

    /// <summary>Every tensor that a case's <c>weight_generator</c> lists.</summary>
    /// <param name="generator">With <c>salt</c> and <c>tensors</c>, names and shapes.</param>
    /// <param name="device">Where they go.</param>
    /// <returns>By name, each of its listed shape, float32; the caller disposes.</returns>
    public static IReadOnlyDictionary<string, Tensor> Of(JsonElement generator, Device device)
    {
        var salt = generator.GetProperty("salt").GetUInt64();
        return generator.GetProperty("tensors").EnumerateObject().ToDictionary(
            entry => entry.Name,
            entry =>
            {
                long[] shape = [.. entry.Value.EnumerateArray().Select(length => length.GetInt64())];
                return tensor(Values(entry.Name, shape, salt), shape, device: device).DetachFromDisposeScope();
            });
    }

    private static float[] Values(string name, long[] shape, ulong salt)
    {
        const ulong Golden = 0x9E3779B97F4A7C15;
        const float Half = 1 << 23;
        var state = Hash(name) ^ salt;
        var scale = shape.Length == 4 ? (float)Math.Sqrt(UniformVariance / (shape[1] * shape[2] * shape[3])) : BiasScale;
        var values = new float[shape.Aggregate(1L, (product, length) => product * length)];
        for (var i = 0; i < values.Length; i++)
        {
            var bits = Mix(state + (((ulong)i + 1) * Golden)) >> 40;
            values[i] = ((bits / Half) - 1) * scale;
        }

        return values;
    }

    // splitmix64's last part.
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    // FNV-1a.
    private static ulong Hash(string name)
    {
        var hash = 14695981039346656037;
        foreach (var letter in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return hash;
    }
}
