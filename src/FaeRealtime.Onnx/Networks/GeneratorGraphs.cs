using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Onnx.Networks;

/// <summary>The latent generators that have an ONNX form: a line each.</summary>
internal static class GeneratorGraphs
{
    /// <summary>Writes the nodes of a generator or its student.</summary>
    /// <param name="layers">Its file.</param>
    /// <param name="model">The model.</param>
    /// <param name="targetTime">Whether it has a second time, as a few-step student does.</param>
    public static void Write(LayerGraph layers, ModelConfig model, bool targetTime) => Of(model)(layers, model.Latent, targetTime);

    /// <summary>Refuses a generator without one.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="ConfigException">Its generator has none.</exception>
    public static void Require(ModelConfig model) => Of(model);

    private static Action<LayerGraph, LatentConfig, bool> Of(ModelConfig model) => model.Generator switch
    {
        LightningDiTConfig config => (layers, latent, targetTime) => LightningDiTGraph.Write(layers, config, latent, targetTime),
        MMDiTConfig config => (layers, latent, targetTime) => MMDiTGraph.Write(layers, config, latent, targetTime),
        var other => throw new ConfigException(
            $"The generator of model '{model.Name}' is a {other.GetType().Name.Replace("Config", string.Empty, StringComparison.Ordinal)}, which has no ONNX form; LightningDiT (SiT) and MMDiT have. Export its other networks: feature-decoder, pixel-decoder, autoencoder."),
    };
}
