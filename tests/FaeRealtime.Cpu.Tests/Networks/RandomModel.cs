using System.Runtime.InteropServices;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using static TorchSharp.torch;

namespace FaeRealtime.Cpu.Tests.Networks;

/// <summary>A model folder with drawn weights, every tensor lively: no zero gates, no norms that do nothing.</summary>
internal static class RandomModel
{
    public static ModelFolder Create(string path, ModelConfig config, WeightStorage stored = WeightStorage.F32)
    {
        var folder = ModelFolder.Create(path, config, [.. Enumerable.Range(0, config.Generator.Classes).Select(i => $"class {i}")]);
        foreach (var part in ModelNetworks.Parts(config))
        {
            using var module = ModelNetworks.Create(config, part);
            Draw(module, (ulong)part);
            ModuleCheckpoint.Save(module, Path.Combine(path, ModelNetworks.FileOf(part)), stored);
        }

        return folder;
    }

    public static void Draw(nn.Module module, ulong seed)
    {
        var stream = 0UL;
        foreach (var (name, parameter) in module.named_parameters())
        {
            Draw(MemoryMarshal.Cast<byte, float>(parameter.bytes), name, seed, stream++, parameter.ndim < 2 ? 0 : parameter.numel() / parameter.size(0));
        }
    }

    private static void Draw(Span<float> target, string name, ulong seed, ulong stream, long depth)
    {
        PhiloxNoise.FillNormal(seed, stream, 0, target);
        var gain = (name.Contains("norm", StringComparison.Ordinal) || name.Contains(".ln_", StringComparison.Ordinal)) && name.EndsWith("weight", StringComparison.Ordinal);
        foreach (ref var value in target)
        {
            value = gain ? 1 + (0.2f * value) : depth > 0 ? value / MathF.Sqrt(depth) : 0.1f * value;
        }
    }
}
