using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>LightningDiT, with SiT as the case of all flags off, or its few-step student: from a latent to a velocity.</summary>
internal sealed class GlGenerator : IGlGenerator
{
    private readonly GlCompute _compute;
    private readonly GlLatentPatches _patches;
    private readonly GlBlock[] _blocks;
    private readonly GlTokens _tokens;
    private readonly int _guidedValues;
    private readonly KernelList _alone;
    private readonly KernelList _guided;

    private GlGenerator(GlCompute compute, WeightFile file, ModelConfig config, LightningDiTConfig generator, GeneratorVariant variant, StorageBuffer latents)
    {
        (_compute, Config) = (compute, generator);
        var (latent, layers, block) = (config.Latent, new GlLayerReader(file, compute), BlockConfig.Of(generator));
        var (width, side) = (generator.Width, latent.Side / generator.PatchSize);
        _guidedValues = (config.SamplingOf(variant).GuidedChannels ?? latent.Channels) * latent.Side * latent.Side;
        var sizes = new PatchSizes(latent, generator.PatchSize, width, (generator.LearnSigma ? 2 : 1) * latent.Channels);
        _patches = new GlLatentPatches(compute, layers, sizes, block.Norm, layers.Table("pos_embed", () => SinCosGrid.Table(width, side), 1, side * side, width), latents);
        var rotation = generator.Rope ? layers.Rotation("feat_rope", block.HeadWidth, side) : null;
        _blocks = [.. Enumerable.Range(0, generator.Depth).Select(i => new GlBlock(layers, $"blocks.{i}", block, rotation))];
        Conditioning = new GlConditioning(compute, layers, generator, variant == GeneratorVariant.FewStep);
        _tokens = GlTokens.Of(compute, block, sizes.Tokens, 2);
        file.Finish();
        (_alone, _guided) = (Record(1), Record(2));
    }

    /// <summary>Sizes and flags.</summary>
    public LightningDiTConfig Config { get; }

    /// <summary>Times and classes.</summary>
    public GlConditioning Conditioning { get; }

    /// <inheritdoc/>
    public long Computed => Conditioning.Computed;

    /// <summary>Reads a generator onto the device.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="config">The model.</param>
    /// <param name="own">Its generator.</param>
    /// <param name="variant">Which of its generators.</param>
    /// <param name="latents">Where latents lie. Borrowed.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    public static GlGenerator Open(GlCompute compute, string path, ModelConfig config, LightningDiTConfig own, GeneratorVariant variant, StorageBuffer latents)
    {
        using var file = WeightFile.Open(path, variant == GeneratorVariant.FewStep ? "the few-step student" : "the generator");
        return new GlGenerator(compute, file, config, own, variant, latents);
    }

    /// <inheritdoc/>
    public KernelList Kernels(bool guided) => guided ? _guided : _alone;

    private KernelList Record(int pictures)
    {
        var (list, tokens) = (_compute.List(_tokens.Tokens, Conditioning.Sets), _tokens with { Pictures = pictures });
        _patches.Embed(list, tokens);
        foreach (var (i, block) in _blocks.Index())
        {
            block.Record(list, tokens, Conditioning.Block(i));
        }

        _patches.Finish(list, tokens, Conditioning.Final, _guidedValues);
        return list.Finish();
    }
}
