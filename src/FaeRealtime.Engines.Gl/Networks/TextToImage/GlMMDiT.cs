using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks.TextToImage;

/// <summary>MMDiT, the text-to-image generator of Stable Diffusion 3 with 3.5's norms and second attentions by configuration: from a latent and a text to the velocity ε − x.</summary>
/// <remarks>Esser et al. 2024, arXiv:2403.03206, §4. Patches → linear + positions, states of a text → linear; joint blocks; modulated norm, linear → patches.</remarks>
internal sealed class GlMMDiT : IGlGenerator
{
    private readonly GlCompute _compute;
    private readonly GlLatentPatches _patches;
    private readonly GlJointBlock[] _blocks;
    private readonly GlJointTokens _tokens;
    private readonly int _length;
    private readonly KernelList _alone;
    private readonly KernelList _guided;

    private GlMMDiT(GlCompute compute, WeightFile file, MMDiTConfig config, LatentConfig latent, StorageBuffer latents, bool targetTime)
    {
        (_compute, Config, _length) = (compute, config, latent.Channels * latent.Side * latent.Side);
        var (layers, shape) = (new GlLayerReader(file, compute), GlStreamBlock.Shape(config));
        var sizes = new PatchSizes(latent, config.PatchSize, config.Width, latent.Channels);
        var norm = layers.Norm("norm", shape.Norm, config.Width);
        _patches = new GlLatentPatches(compute, layers, sizes, shape.Norm, Positions(layers, config, latent), latents);
        _blocks = [.. Enumerable.Range(0, config.Depth).Select(i => new GlJointBlock(layers, config, i, norm))];
        Conditioning = new GlJointConditioning(compute, layers, config, _blocks, targetTime);
        Text = new GlTextTokens(compute, layers, config);
        _tokens = GlJointTokens.Of(compute, shape, config.TextTokens, sizes.Tokens, 2);
        file.Finish();
        (_alone, _guided) = (Record(1), Record(2));
    }

    /// <summary>Sizes and switches.</summary>
    public MMDiTConfig Config { get; }

    /// <summary>Times, classes and whole texts.</summary>
    public GlJointConditioning Conditioning { get; }

    /// <summary>Texts' tokens.</summary>
    public GlTextTokens Text { get; }

    /// <inheritdoc/>
    public long Computed => Conditioning.Computed;

    /// <summary>Reads a generator onto the device.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="path">Its weights, under the TorchSharp network's keys.</param>
    /// <param name="config">Sizes and switches.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="latents">Where latents lie. Borrowed.</param>
    /// <param name="targetTime">Whether it has a second time, as a few-step student does.</param>
    /// <exception cref="ConfigException">The configuration has problems.</exception>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    public static GlMMDiT Open(GlCompute compute, string path, MMDiTConfig config, LatentConfig latent, StorageBuffer latents, bool targetTime)
    {
        List<string> problems = [.. config.Validate(latent)];
        if (problems.Count == 0 && config.HiddenWidth < 1)
        {
            problems.Add($"generator.mlpRatio is {config.MlpRatio}, which leaves no hidden width at generator.width {config.Width}; give more.");
        }

        if (problems.Count > 0)
        {
            throw new ConfigException(string.Join(' ', problems));
        }

        using var file = WeightFile.Open(path, targetTime ? "the few-step student" : "the text-to-image generator");
        return new GlMMDiT(compute, file, config, latent, latents, targetTime);
    }

    /// <inheritdoc/>
    public KernelList Kernels(bool guided) => guided ? _guided : _alone;

    // The middle of the stored table.
    private static float[] Positions(GlLayerReader layers, MMDiTConfig config, LatentConfig latent)
    {
        var (width, side, grid) = (config.Width, config.PositionSide(latent), latent.Side / config.PatchSize);
        var table = layers.Table("pos_embed", () => SinCosGrid.Table(width, side), 1, side * side, width);
        var (edge, row) = ((side - grid) / 2, grid * width);
        var positions = new float[grid * row];
        for (var y = 0; y < grid; y++)
        {
            table.AsSpan((((edge + y) * side) + edge) * width, row).CopyTo(positions.AsSpan(y * row));
        }

        return positions;
    }

    private KernelList Record(int pictures)
    {
        var tokens = _tokens.For(pictures);
        var list = _compute.List(tokens.Image.Tokens, Conditioning.Sets);
        _patches.Embed(list, tokens.Image);
        Text.Place(list, tokens.Text);
        var offset = 0;
        foreach (var block in _blocks)
        {
            block.Record(list, tokens, offset);
            offset += block.Length;
        }

        _patches.Finish(list, tokens.Image, Conditioning.Final, _length);
        return list.Finish();
    }
}
