using FaeRealtime.Core.Noise;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Initialisation;

/// <summary>Draws weights from counter-based noise: a seed gives the same network on every device and libtorch.</summary>
/// <param name="seed">Same seed, same weights.</param>
public sealed class WeightInitialiser(ulong seed)
{
    private const int ChunkLength = 1 << 18;

    /// <summary>Every linear layer and patch embedding: xavier-uniform over [out, in], biases zero (LightningDiT, MODELS §3.1).</summary>
    /// <param name="module">The network.</param>
    public void Linears(nn.Module module)
    {
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (parameter.ndim >= 2 && name.EndsWith(".weight", StringComparison.Ordinal))
            {
                var (rows, columns) = (parameter.size(0), parameter.numel() / parameter.size(0));
                var bound = Math.Sqrt(6.0 / (rows + columns));
                Draw(parameter, name, (stream, offset, target) => Uniform(stream, offset, target, bound));
            }
            else if (name.EndsWith(".bias", StringComparison.Ordinal))
            {
                Fill(module, 0, name);
            }
        }
    }

    /// <summary>Every convolution and linear layer: weight and bias uniform in ±1/√fan-in, PyTorch's own start. Norms are left as they are.</summary>
    /// <param name="module">The network.</param>
    public void FanIn(nn.Module module)
    {
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (parameter.ndim < 2 || !name.EndsWith(".weight", StringComparison.Ordinal))
            {
                continue;
            }

            var bound = Math.Sqrt((double)parameter.size(0) / parameter.numel());
            Draw(parameter, name, (stream, offset, target) => Uniform(stream, offset, target, bound));
            var biasName = $"{name[..^".weight".Length]}.bias";
            if (Find(module, biasName) is { } bias)
            {
                Draw(bias, biasName, (stream, offset, target) => Uniform(stream, offset, target, bound));
            }
        }
    }

    /// <summary>Named parameters that exist: normal with mean 0.</summary>
    /// <param name="module">The network.</param>
    /// <param name="deviation">Standard deviation.</param>
    /// <param name="names">Keys; absent ones are left out, because flags decide which exist.</param>
    public void Normal(nn.Module module, double deviation, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(module, name) is { } parameter)
            {
                Draw(parameter, name, (stream, offset, target) => Normals(stream, offset, target, deviation));
            }
        }
    }

    /// <summary>Named parameters that exist: one value everywhere.</summary>
    /// <param name="module">The network.</param>
    /// <param name="value">The value.</param>
    /// <param name="names">Keys.</param>
    public static void Fill(nn.Module module, double value, params ReadOnlySpan<string> names)
    {
        using var frozen = no_grad();
        foreach (var name in names)
        {
            Find(module, name)?.fill_(value);
        }
    }

    private static Parameter? Find(nn.Module module, string name) =>
        module.named_parameters().FirstOrDefault(entry => entry.name == name).parameter;

    private static void Draw(Parameter parameter, string name, Action<ulong, ulong, float[]> fill)
    {
        // Nothing to draw where there is no storage: such modules only tell their shapes.
        if (parameter.device_type == DeviceType.META)
        {
            return;
        }

        using var frozen = no_grad();
        using var flat = parameter.flatten();
        var stream = StreamOf(name);
        for (long start = 0; start < flat.size(0); start += ChunkLength)
        {
            var values = new float[Math.Min(ChunkLength, flat.size(0) - start)];
            fill(stream, (ulong)start, values);
            using var source = tensor(values);
            using var target = flat.narrow(0, start, values.Length);
            target.copy_(source);
        }
    }

    private void Uniform(ulong stream, ulong offset, float[] target, double bound)
    {
        var values = new double[target.Length];
        PhiloxNoise.FillUniform(seed, stream, offset, values);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = (float)(((2 * values[i]) - 1) * bound);
        }
    }

    private void Normals(ulong stream, ulong offset, float[] target, double deviation)
    {
        PhiloxNoise.FillNormal(seed, stream, offset, target);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = (float)(target[i] * deviation);
        }
    }

    // FNV-1a: a layer's weights depend on its name alone, not on what else the network has.
    private static ulong StreamOf(string name)
    {
        const ulong Offset = 14695981039346656037;
        const ulong Prime = 1099511628211;
        var hash = Offset;
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * Prime;
        }

        return hash;
    }
}
