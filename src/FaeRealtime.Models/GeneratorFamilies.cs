using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Flows;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Generators.TextToImage;
using static TorchSharp.torch;

namespace FaeRealtime.Models;

/// <summary>The latent generators that there are: a new one is its record in Core, its folder here, and a line in this list.</summary>
internal static class GeneratorFamilies
{
    // Files that were saved without buffers lack them, and the network computes its own. REPA keeps its alignment heads in the same file.
    private static readonly CheckpointLayout WithTables = CheckpointLayout.Exact with { Optional = ["pos_embed", "feat_rope.freqs_cos", "feat_rope.freqs_sin"], Ignored = ["projectors."] };

    private static readonly GeneratorFamily[] All =
    [
        GeneratorFamily.Of<LightningDiTConfig>((config, latent, device, isStudent) => new LightningDiT(config, latent, device, targetTime: isStudent), _ => [WithTables]),
        GeneratorFamily.Of<MMDiTConfig>((config, latent, device, isStudent) => new MMDiT(config, latent, device, targetTime: isStudent), _ => MMDiTLayouts.All),
        GeneratorFamily.Of<StarFlowConfig>((config, latent, device, _) => new StarFlow(config, latent, device), config => FlowLayouts.StarFlow(config.Layers.Count)),
        GeneratorFamily.Of<TarFlowConfig>((config, latent, device, _) => new TarFlow(config, latent, device), config => FlowLayouts.TarFlow(config.Blocks)),
        GeneratorFamily.Of<DdtConfig>((config, latent, device, _) => new DdtGenerator(config, latent, device), _ => [CheckpointLayout.Exact]),
    ];

    /// <summary>The family of a generator.</summary>
    /// <param name="config">Its configuration.</param>
    public static GeneratorFamily Of(GeneratorConfig config) => All.First(family => family.Config == config.GetType());
}

/// <summary>A kind of latent generator.</summary>
/// <param name="Config">Its configuration's type.</param>
/// <param name="Create">Builds the network, or its few-step student, with arbitrary weights.</param>
/// <param name="Layouts">The layouts that its files may come in; the last is the official code's.</param>
internal sealed record GeneratorFamily(Type Config, Func<GeneratorConfig, LatentConfig, Device?, bool, LatentGenerator> Create, Func<GeneratorConfig, IReadOnlyList<CheckpointLayout>> Layouts)
{
    /// <summary>A family by the type of its configuration.</summary>
    public static GeneratorFamily Of<T>(Func<T, LatentConfig, Device?, bool, LatentGenerator> create, Func<T, IReadOnlyList<CheckpointLayout>> layouts)
        where T : GeneratorConfig =>
        new(typeof(T), (config, latent, device, isStudent) => create((T)config, latent, device, isStudent), config => layouts((T)config));
}
