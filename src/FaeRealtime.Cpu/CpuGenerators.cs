using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Networks;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu;

/// <summary>The latent generators that this engine has a form of: a line each.</summary>
public static class CpuGenerators
{
    /// <summary>Whether this engine runs a generator; others run in TorchSharp.</summary>
    /// <param name="config">The generator.</param>
    public static bool Has(GeneratorConfig config) => config is LightningDiTConfig;

    /// <summary>Reads and packs a generator.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="config">The model.</param>
    /// <param name="variant">Which of the model's generators.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    /// <exception cref="ConfigException">This engine has no form of it.</exception>
    internal static CpuGenerator Open(Compute compute, string path, ModelConfig config, GeneratorVariant variant) => config.Generator switch
    {
        LightningDiTConfig generator => CpuGenerator.Open(compute, path, generator, config.Latent, variant == GeneratorVariant.FewStep),
        _ => throw new ConfigException($"The generator of model '{config.Name}' runs in TorchSharp only, not in the CPU engine. Choose the engine torch."),
    };
}
