using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Benchmarks.Cpu;

/// <summary>A model folder with drawn weights at a given size.</summary>
internal static class BenchmarkModel
{
    /// <summary>The shipped architecture with another generator and grid, decoders of the same width.</summary>
    /// <param name="width">Token width.</param>
    /// <param name="depth">Blocks of the generator.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="hidden">SwiGLU's hidden width.</param>
    /// <param name="side">Rows and columns of the latent.</param>
    public static ModelConfig Config(int width, int depth, int heads, int hidden, int side)
    {
        var tiny = ArchitectureCatalogue.Model("tiny").Config;
        var ratio = hidden * 1.5 / width;
        return tiny with
        {
            Name = FormattableString.Invariant($"{depth}x{width}, {side * side} tokens"),
            Encoder = tiny.Encoder with { Sha256 = null, InputSize = tiny.Encoder.PatchSize * side },
            Latent = tiny.Latent with { Side = side },
            FeatureDecoder = tiny.FeatureDecoder with { Width = width, Heads = heads, MlpRatio = ratio },
            PixelDecoder = tiny.PixelDecoder with { Width = width, Heads = heads, ImageSize = 8 * side, MlpHidden = hidden },
            Generator = ((LightningDiTConfig)tiny.Generator) with { Width = width, Depth = depth, Heads = heads, MlpRatio = ratio },
            FewStep = null,
        };
    }

    /// <summary>Writes the folder.</summary>
    public static ModelFolder Create(string path, ModelConfig config)
    {
        var folder = ModelFolder.Create(path, config, [.. Enumerable.Range(0, config.Generator.Classes).Select(i => $"class {i}")]);
        foreach (var part in ModelNetworks.Parts(config).Where(part => part != ModelParts.Encoder))
        {
            using var scope = torch.NewDisposeScope();
            using var module = ModelNetworks.Create(config, part);
            RandomWeights.Draw(module, 1);
            ModuleCheckpoint.Save(module, Path.Combine(path, ModelNetworks.FileOf(part)));
        }

        return folder;
    }
}
