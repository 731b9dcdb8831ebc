using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>Latents back to the features of the frozen encoder: linear, sin-cos positions, blocks {RMSNorm, attention with RoPE, RMSNorm, SwiGLU}, a final norm, a projection where the widths differ.</summary>
internal sealed unsafe class CpuFeatureDecoder : IDisposable
{
    private readonly Compute compute;
    private readonly FeatureDecoderConfig config;
    private readonly LatentConfig latent;
    private readonly Arena arena;
    private readonly TokenSpace space;
    private readonly PackedMatrix input;
    private readonly float* positions;
    private readonly Block[] blocks;
    private readonly RowNorm norm;
    private readonly float** finalModulation;
    private readonly PackedMatrix? output;
    private float* latents;
    private float* projected;
    private int pictures;

    private CpuFeatureDecoder(Compute compute, Arena arena, WeightFile file, FeatureDecoderConfig config, LatentConfig latent, int featureWidth)
    {
        (this.compute, this.arena, this.config, this.latent, FeatureWidth) = (compute, arena, config, latent, featureWidth);
        var layers = new LayerReader(file, arena, compute.Kernels);
        var (width, tokens) = (config.Width, latent.Side * latent.Side);
        var block = new BlockConfig(
            width, config.Heads, config.HiddenWidth, FeedForwardKind.SwiGlu, NormKind.RmsNorm, config.QkNorm ? NormKind.RmsNorm : null);
        input = layers.Linear("proj_in", width, latent.Channels);
        positions = layers.Table("pos_embed", () => SinCosGrid.Table(width, latent.Side), 1, tokens, width);
        var rotary = RotaryTable.Of(arena, block.HeadWidth, latent.Side);
        blocks = [.. Enumerable.Range(0, config.Depth).Select(i => new Block(layers, $"blocks.{i}", block, rotary))];
        norm = LayerReader.Norm(NormKind.RmsNorm);
        finalModulation = config.FinalNorm ? layers.Modulation("norm", NormKind.RmsNorm, width) : null;
        output = width == featureWidth ? null : layers.Linear("proj_out", featureWidth, width);
        space = new TokenSpace(compute, arena, block, tokens);
        file.Finish();
    }

    /// <summary>Width D of the features.</summary>
    public int FeatureWidth { get; }

    /// <summary>Tokens of a picture T.</summary>
    public int Tokens => space.Tokens;

    /// <summary>Reads and packs a feature decoder.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="config">Width, depth, heads, norms.</param>
    /// <param name="latent">The latent grid.</param>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    public static CpuFeatureDecoder Open(Compute compute, string path, FeatureDecoderConfig config, LatentConfig latent, int featureWidth)
    {
        using var file = WeightFile.Open(path, "the feature decoder");
        return Arena.Fill(arena => new CpuFeatureDecoder(compute, arena, file, config, latent, featureWidth));
    }

    /// <summary>Decodes latents.</summary>
    /// <param name="z">Un-normalised latents <c>[B, C, h, w]</c>.</param>
    /// <returns>Standardised features <c>[B·T, D]</c>, valid until the next call.</returns>
    /// <exception cref="ShapeException">z is no whole number of latents.</exception>
    public float* Run(ReadOnlySpan<float> z)
    {
        var (length, width) = (latent.Channels * Tokens, config.Width);
        if (z.Length == 0 || z.Length % length != 0)
        {
            throw new ShapeException($"{z.Length} values are no whole number of latents of {length}; give [B, C, h, w].");
        }

        Reserve(z.Length / length);
        for (var i = 0; i < space.Pictures; i++)
        {
            PatchOrder.Cut(z.Slice(i * length, length), new Span<float>(latents + ((long)i * length), length), latent.Channels, latent.Side, patch: 1);
        }

        compute.Multiply(input, latents, latent.Channels, space.Rows, new Epilogue
        {
            Kind = EpilogueKind.Residual,
            Target = space.Stream,
            TargetStride = width,
            Residual = positions,
            ResidualStride = width,
            ResidualPeriod = Tokens,
        });
        foreach (var block in blocks)
        {
            block.Apply(space);
        }

        return Project();
    }

    /// <inheritdoc/>
    public void Dispose() => arena.Dispose();

    private float* Project()
    {
        var tokens = space.Stream;
        if (finalModulation != null)
        {
            compute.Normalise(norm, LayerReader.Own(finalModulation, config.Width, space.Rows), tokens, space.Branch, config.Width, space.Rows);
            tokens = space.Branch;
        }

        if (output is null)
        {
            return tokens;
        }

        compute.Multiply(output, tokens, config.Width, space.Rows, new Epilogue { Target = projected, TargetStride = FeatureWidth });
        return projected;
    }

    private void Reserve(int count)
    {
        space.Reserve(count);
        if (count > pictures)
        {
            pictures = count;
            latents = arena.Take((long)count * Tokens * latent.Channels);
            projected = output is null ? null : arena.Take((long)count * Tokens * FeatureWidth);
        }
    }
}
