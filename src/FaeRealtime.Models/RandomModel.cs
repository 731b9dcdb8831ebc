using System.Globalization;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Initialisation;
using static TorchSharp.torch;

namespace FaeRealtime.Models;

/// <summary>Writes model folders with drawn weights: right in every shape, trained in nothing. For measuring, and for testing what large models need.</summary>
public static class RandomModel
{
    // What training would have moved away from zero; with zeros the picture would not depend on the class.
    private const double AliveDeviation = 0.02;

    /// <summary>Writes configuration, class names and weights, one network at a time, so that no more than one is in memory.</summary>
    /// <param name="path">The folder; made when absent. Files of a model in it are replaced.</param>
    /// <param name="config">All sizes.</param>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    /// <param name="stored">Type of the matrices in the files.</param>
    /// <param name="parts">Which networks.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="Core.Errors.FaeException">The configuration is unsound or a file cannot be written.</exception>
    public static ModelFolder Create(string path, ModelConfig config, ulong seed, TensorDtype stored = TensorDtype.F32, ModelParts parts = ModelParts.All)
    {
        var names = Enumerable.Range(0, config.Generator.Classes).Select(index => string.Create(CultureInfo.InvariantCulture, $"class {index}"));
        var folder = ModelFolder.Create(path, config, [.. names]);
        var (latent, features) = (config.Latent, config.Encoder.FeatureWidth);
        Write(parts, ModelParts.Encoder, folder.EncoderPath, stored, () =>
        {
            var encoder = LatentEncoder.Create(config.Autoencoder, features, latent);
            encoder.Initialise(seed);
            return encoder;
        });
        Write(parts, ModelParts.FeatureDecoder, folder.FeatureDecoderPath, stored, () =>
        {
            var decoder = new FeatureDecoder(config.FeatureDecoder, latent, features);
            decoder.Initialise(seed + 1);
            return decoder;
        });
        Write(parts, ModelParts.PixelDecoder, folder.PixelDecoderPath, stored, () =>
        {
            var decoder = new PixelDecoder(config.PixelDecoder, features, latent.Side);
            decoder.Initialise(seed + 2);
            return decoder;
        });
        Write(parts, ModelParts.Generator, folder.GeneratorPath, stored, () => Generator(config, seed + 3));
        return folder;
    }

    private static LightningDiT Generator(ModelConfig config, ulong seed)
    {
        var generator = new LightningDiT(config.Generator, config.Latent);
        generator.Initialise(seed);
        var draw = new WeightInitialiser(seed);
        foreach (var (name, _) in generator.named_parameters())
        {
            if (name.EndsWith("adaLN_modulation.1.weight", StringComparison.Ordinal) || name == "final_layer.linear.weight")
            {
                draw.Normal(generator, AliveDeviation, name);
            }
        }

        return generator;
    }

    private static void Write(ModelParts parts, ModelParts part, string path, TensorDtype stored, Func<nn.Module> build)
    {
        if (parts.HasFlag(part))
        {
            using var network = build();
            ModuleCheckpoint.Save(network, path, stored);
        }
    }
}
