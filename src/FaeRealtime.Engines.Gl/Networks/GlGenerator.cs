using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>LightningDiT, with SiT as the case of all flags off, or its few-step student: from a latent to a velocity, alone or guided by the answer without condition as a second picture.</summary>
internal sealed class GlGenerator
{
    private readonly GlCompute _compute;
    private readonly LatentConfig _latent;
    private readonly StorageBuffer _latents;
    private readonly GlLinear _patches;
    private readonly StorageBuffer _positions;
    private readonly GlBlock[] _blocks;
    private readonly GlNorm _finalNorm;
    private readonly GlLinear _final;
    private readonly GlTokens _tokens;
    private readonly StorageBuffer _input;
    private readonly StorageBuffer _output;
    private readonly int _guidedValues;
    private readonly KernelList _alone;
    private readonly KernelList _guided;

    private GlGenerator(GlCompute compute, WeightFile file, ModelConfig config, LightningDiTConfig generator, GeneratorVariant variant, StorageBuffer latents)
    {
        (_compute, Config, _latent, _latents) = (compute, generator, config.Latent, latents);
        var (layers, block) = (new GlLayerReader(file, compute), BlockConfig.Of(generator));
        var (width, side) = (generator.Width, _latent.Side / generator.PatchSize);
        _guidedValues = (config.SamplingOf(variant).GuidedChannels ?? _latent.Channels) * _latent.Side * _latent.Side;
        _patches = layers.Patches("x_embedder.proj", width, _latent.Channels, generator.PatchSize);
        _positions = compute.Copy<float>(layers.Table("pos_embed", () => SinCosGrid.Table(width, side), 1, side * side, width));
        var rotation = generator.Rope ? layers.Rotation("feat_rope", block.HeadWidth, side) : null;
        _blocks = [.. Enumerable.Range(0, generator.Depth).Select(i => new GlBlock(layers, $"blocks.{i}", block, rotation))];
        _finalNorm = layers.Norm("final_layer.norm_final", block.Norm, width);
        _final = layers.Linear("final_layer.linear", OutputChannels * generator.PatchSize * generator.PatchSize, width);
        Conditioning = new GlConditioning(compute, layers, generator, variant == GeneratorVariant.FewStep);
        _tokens = GlTokens.Of(compute, block, side * side, 2);
        _input = compute.Floats(2L * side * side * _patches.Depth);
        _output = compute.Floats(2L * side * side * _final.Outputs);
        file.Finish();
        (_alone, _guided) = (Record(1), Record(2));
    }

    /// <summary>Sizes and flags.</summary>
    public LightningDiTConfig Config { get; }

    /// <summary>Times and classes.</summary>
    public GlConditioning Conditioning { get; }

    private int OutputChannels => (Config.LearnSigma ? 2 : 1) * _latent.Channels;

    /// <summary>Reads a generator onto the device.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="config">The model.</param>
    /// <param name="variant">Which of its generators.</param>
    /// <param name="latents">Where latents lie. Borrowed.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    /// <exception cref="ConfigException">There are no kernels for it.</exception>
    public static GlGenerator Open(GlCompute compute, string path, ModelConfig config, GeneratorVariant variant, StorageBuffer latents)
    {
        using var file = WeightFile.Open(path, variant == GeneratorVariant.FewStep ? "the few-step student" : "the generator");
        return new GlGenerator(compute, file, config, Known(config), variant, latents);
    }

    /// <summary>Whether this engine runs a generator.</summary>
    /// <param name="config">The generator.</param>
    public static bool Has(GeneratorConfig config) => config is LightningDiTConfig;

    private static LightningDiTConfig Known(ModelConfig config) => config.Generator as LightningDiTConfig
        ?? throw new ConfigException($"The generator of model '{config.Name}' has no form in OpenGL kernels. Choose the engine torch.");

    /// <summary>The kernels of one step, for measurements.</summary>
    /// <param name="guided">With the picture without condition.</param>
    public KernelList Kernels(bool guided) => guided ? _guided : _alone;

    /// <summary>Computes a velocity.</summary>
    /// <param name="step">Modulations, slots of latent and result, guidance and the velocity's factors.</param>
    /// <param name="guided">Whether the second picture counts.</param>
    public void Run(in StepValues step, bool guided) => Kernels(guided).Run(step);

    private KernelList Record(int pictures)
    {
        var list = _compute.List(_tokens.Tokens, Conditioning.Sets);
        var (width, tokens) = (Config.Width, _tokens with { Pictures = pictures });
        var (channels, side, patch) = (_latent.Channels, _latent.Side, Config.PatchSize);
        var length = channels * side * side;
        list.Each("cut", [], length, [(uint)channels, (uint)side, (uint)patch, (uint)pictures], null, null, _latents, _input);
        list.Multiply(_patches, new Rows(_input, _patches.Depth), tokens.Rows, new ProductTarget(new Rows(tokens.Stream, width))
        {
            Residual = new Rows(_positions, width),
            Period = tokens.Tokens,
        });
        foreach (var (i, block) in _blocks.Index())
        {
            block.Record(list, tokens, Conditioning.Block(i));
        }

        list.Normalise(_finalNorm, Conditioning.Final, tokens.Stream, tokens.Branch, width, tokens.Rows);
        list.Multiply(_final, new Rows(tokens.Branch, width), tokens.Rows, new ProductTarget(new Rows(_output, _final.Outputs)));
        string[] guided = pictures == 2 ? ["GUIDED"] : [];
        list.Each("velocity", guided, length, [(uint)channels, (uint)side, (uint)patch, (uint)OutputChannels, (uint)_guidedValues], null, null, _output, _latents);
        return list.Finish();
    }
}
