using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>Latents back to the features of the frozen encoder: linear, sin-cos positions, blocks {RMSNorm, attention with RoPE, RMSNorm, SwiGLU}, a final norm, a projection where the widths differ.</summary>
internal sealed class GlFeatureDecoder
{
    private readonly KernelList _list;

    private GlFeatureDecoder(GlCompute compute, WeightFile file, ModelConfig model, StorageBuffer latents)
    {
        var (config, latent, block) = (model.FeatureDecoder, model.Latent, BlockConfig.Of(model.FeatureDecoder));
        var layers = new GlLayerReader(file, compute);
        var (width, count, featureWidth) = (config.Width, latent.Side * latent.Side, model.Encoder.FeatureWidth);
        var input = layers.Linear("proj_in", width, latent.Channels);
        var positions = compute.Copy<float>(layers.Table("pos_embed", () => SinCosGrid.Table(width, latent.Side), 1, count, width));
        var rotation = layers.Rotation(null, block.HeadWidth, latent.Side);
        GlBlock[] blocks = [.. Enumerable.Range(0, config.Depth).Select(i => new GlBlock(layers, $"blocks.{i}", block, rotation))];
        var norm = config.FinalNorm ? layers.Norm("norm", NormKind.RmsNorm, width) : null;
        var output = width == featureWidth ? null : layers.Linear("proj_out", featureWidth, width);
        file.Finish();

        var tokens = GlTokens.Of(compute, block, count, 1);
        var patches = compute.Floats((long)count * latent.Channels);
        _list = compute.List(count);
        var hasStatistics = latent.Mean.Count > 0;
        var statistics = hasStatistics ? compute.Copy<float>((float[])[.. latent.Mean.Select(value => (float)value), .. latent.Std.Select(value => (float)value)]) : null;
        _list.Each("cut", hasStatistics ? ["DENORMALISE"] : [], count * latent.Channels, [(uint)latent.Channels, (uint)latent.Side, 1, 1], statistics, null, latents, patches);
        _list.Multiply(input, new Rows(patches, latent.Channels), count, new ProductTarget(new Rows(tokens.Stream, width)) { Residual = new Rows(positions, width) });
        foreach (var one in blocks)
        {
            one.Record(_list, tokens, null);
        }

        Features = tokens.Stream;
        if (norm is not null)
        {
            _list.Normalise(norm, null, tokens.Stream, tokens.Branch, width, count);
            Features = tokens.Branch;
        }

        if (output is not null)
        {
            var projected = compute.Floats((long)count * featureWidth);
            _list.Multiply(output, new Rows(Features, width), count, new ProductTarget(new Rows(projected, featureWidth)));
            Features = projected;
        }

        _list.Finish();
    }

    /// <summary>Standardised features <c>[T, D]</c>, valid until the next run; also where those go that are painted without one.</summary>
    public StorageBuffer Features { get; }

    /// <summary>The kernels, for measurements.</summary>
    public KernelList Kernels => _list;

    /// <summary>Reads a feature decoder onto the device.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="model">The model.</param>
    /// <param name="latents">Where latents lie. Borrowed.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    public static GlFeatureDecoder Open(GlCompute compute, string path, ModelConfig model, StorageBuffer latents)
    {
        using var file = WeightFile.Open(path, "the feature decoder");
        return new GlFeatureDecoder(compute, file, model, latents);
    }

    /// <summary>Decodes a latent.</summary>
    /// <param name="slot">Where it begins: clean, in the generator's normalised space.</param>
    public void Run(uint slot) => _list.Run(new StepValues { SlotX = slot });
}
