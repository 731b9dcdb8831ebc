using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Engines.Gl.Networks;
using FaeRealtime.Engines.Gl.Networks.TextToImage;
using FaeRealtime.Engines.Gl.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;

namespace FaeRealtime.Engines.Gl;

/// <summary>The latent generators that this engine has kernels for: a line each.</summary>
public static class GlGenerators
{
    /// <summary>Whether this engine runs a generator.</summary>
    /// <param name="config">The generator.</param>
    public static bool Has(GeneratorConfig config) => config is LightningDiTConfig or MMDiTConfig;

    /// <summary>Reads a generator onto the device.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="latents">Where latents lie. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="config">The model.</param>
    /// <param name="variant">Which of the model's generators.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    /// <exception cref="ConfigException">There are no kernels for it, or its configuration has problems.</exception>
    internal static OpenedGenerator Open(GlCompute compute, GlLatents latents, string path, ModelConfig config, GeneratorVariant variant)
    {
        switch (config.Generator)
        {
            case LightningDiTConfig own:
                var generator = GlGenerator.Open(compute, path, config, own, variant, latents.Buffer);
                return new OpenedGenerator(generator, new GlGeneratorField(generator, latents));
            case MMDiTConfig own:
                var text = GlMMDiT.Open(compute, path, own, config.Latent, latents.Buffer, variant == GeneratorVariant.FewStep);
                return new OpenedGenerator(text, new GlMMDiTField(text, latents));
            default:
                throw new ConfigException($"The generator of model '{config.Name}' has no form in OpenGL kernels. Choose the engine torch.");
        }
    }
}

/// <summary>A generator and how the sampler sees it.</summary>
/// <param name="Network">Its kernels.</param>
/// <param name="Field">The guided velocity.</param>
internal sealed record OpenedGenerator(IGlGenerator Network, IConditionalField<GlLatent, ClassBlends> Field);
