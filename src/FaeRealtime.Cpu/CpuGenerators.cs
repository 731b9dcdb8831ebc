using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Networks;
using FaeRealtime.Cpu.Networks.TextToImage;
using FaeRealtime.Cpu.Passes;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Cpu;

/// <summary>The latent generators that this engine has a form of: a line each.</summary>
public static class CpuGenerators
{
    /// <summary>Whether this engine runs a generator; others run in TorchSharp.</summary>
    /// <param name="config">The generator.</param>
    public static bool Has(GeneratorConfig config) => config is LightningDiTConfig or MMDiTConfig;

    /// <summary>Reads and packs a generator.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="space">Gives the results' memory. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="config">The model.</param>
    /// <param name="variant">Which of the model's generators.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    /// <exception cref="ConfigException">This engine has no form of it.</exception>
    internal static OpenedGenerator Open(Compute compute, ArraySpace space, string path, ModelConfig config, GeneratorVariant variant)
    {
        var latent = config.Latent;
        switch (config.Generator)
        {
            case LightningDiTConfig own:
                var generator = CpuGenerator.Open(compute, path, own, latent, variant == GeneratorVariant.FewStep);
                var guided = (config.SamplingOf(variant).GuidedChannels ?? latent.Channels) * latent.Side * latent.Side;
                return new OpenedGenerator(generator, new CpuGeneratorField(generator, space, guided));
            case MMDiTConfig own:
                var text = CpuMMDiT.Open(compute, path, own, latent, variant == GeneratorVariant.FewStep);
                return new OpenedGenerator(text, new CpuMMDiTField(text, space));
            default:
                throw new ConfigException($"The generator of model '{config.Name}' runs in TorchSharp only, not in the CPU engine. Choose the engine torch.");
        }
    }
}

/// <summary>A generator and how the sampler sees it.</summary>
/// <param name="Network">Packed weights; whoever holds this disposes them.</param>
/// <param name="Field">The guided velocity.</param>
internal sealed record OpenedGenerator(IDisposable Network, IConditionalField<float[], ClassBlends> Field);
