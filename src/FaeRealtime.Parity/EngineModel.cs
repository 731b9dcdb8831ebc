using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>A model folder around one network of a golden case, in a scratch folder: what an engine opens. The other networks are as small as they can be.</summary>
internal sealed class EngineModel : IDisposable
{
    private const int Least = 8;

    private readonly DirectoryInfo _scratch;

    private EngineModel(DirectoryInfo scratch) => _scratch = scratch;

    /// <summary>A generator with its official weights, as they are.</summary>
    /// <param name="generator">Sizes and flags.</param>
    /// <param name="latent">The latent.</param>
    /// <param name="weights">The official file.</param>
    public static (EngineModel Scratch, ModelFolder Folder) OfGenerator(LightningDiTConfig generator, LatentConfig latent, string weights)
    {
        var pixels = new PixelDecoderConfig { ImageSize = latent.Side, Width = Least, Heads = 1, Depth = 1 };
        return Create(Config(generator, latent, pixels, Least), folder =>
        {
            Save(folder, ModelParts.PixelDecoder, null);
            File.Copy(weights, folder.GeneratorPath);
        });
    }

    /// <summary>A generator under this product's own keys.</summary>
    /// <param name="generator">Sizes and switches.</param>
    /// <param name="latent">The latent.</param>
    /// <param name="network">Its weights. Borrowed.</param>
    public static (EngineModel Scratch, ModelFolder Folder) OfGenerator(GeneratorConfig generator, LatentConfig latent, nn.Module network)
    {
        var pixels = new PixelDecoderConfig { ImageSize = latent.Side, Width = Least, Heads = 1, Depth = 1 };
        return Create(Config(generator, latent, pixels, Least), folder =>
        {
            Save(folder, ModelParts.PixelDecoder, null);
            Save(folder, ModelParts.Generator, network);
        });
    }

    /// <summary>A pixel decoder; there is then no generator.</summary>
    /// <param name="pixels">Sizes.</param>
    /// <param name="grid">Tokens in a row.</param>
    /// <param name="featureWidth">Width of a token.</param>
    /// <param name="network">Its weights. Borrowed.</param>
    public static (EngineModel Scratch, ModelFolder Folder) OfPixelDecoder(PixelDecoderConfig pixels, int grid, int featureWidth, nn.Module network)
    {
        var generator = new LightningDiTConfig { Width = Least, Heads = 1, Depth = 1, PatchSize = 1, Classes = 1 };
        return Create(Config(generator, new LatentConfig { Channels = 1, Side = grid }, pixels, featureWidth), folder => Save(folder, ModelParts.PixelDecoder, network));
    }

    public void Dispose() => _scratch.Delete(recursive: true);

    private static (EngineModel Scratch, ModelFolder Folder) Create(ModelConfig config, Action<ModelFolder> fill)
    {
        var scratch = new EngineModel(Directory.CreateTempSubdirectory("fae-parity-"));
        try
        {
            var path = Path.Combine(scratch._scratch.FullName, "model");
            var folder = ModelFolder.Create(path, config, [.. Enumerable.Range(0, config.Generator.Classes).Select(i => $"class {i}")]);
            Save(folder, ModelParts.FeatureDecoder, null);
            fill(folder);
            return (scratch, folder);
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    private static ModelConfig Config(GeneratorConfig generator, LatentConfig latent, PixelDecoderConfig pixels, int featureWidth) => new()
    {
        Name = "golden-case",
        Encoder = new VisionEncoderConfig { Name = "none", PatchSize = 1, InputSize = latent.Side, PretrainedGrid = latent.Side, Width = featureWidth, Depth = 1, Heads = 1, MlpHidden = Least },
        Latent = latent,
        Autoencoder = new AutoencoderConfig { Heads = 1, HeadWidth = Least },
        FeatureDecoder = new FeatureDecoderConfig { Width = Least, Heads = 1, Depth = 1 },
        PixelDecoder = pixels,
        Generator = generator,
        Sampling = new SamplingConfig { GuidedChannels = generator is LightningDiTConfig ? Math.Min(OfficialField.GuidedChannels, latent.Channels) : null },
    };

    private static void Save(ModelFolder folder, ModelParts part, nn.Module? network)
    {
        using var small = network is null ? ModelNetworks.Create(folder.Config, part) : null;
        ModuleCheckpoint.Save(network ?? small!, Path.Combine(folder.Path, ModelNetworks.FileOf(part)));
    }
}
