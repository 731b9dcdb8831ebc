using FaeRealtime.Core.Checkpoints.Formats;
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
    private readonly Compute _compute;
    private readonly FeatureDecoderConfig _config;
    private readonly LatentConfig _latent;
    private readonly Arena _arena;
    private readonly TokenSpace _space;
    private readonly PackedMatrix _input;
    private readonly float* _positions;
    private readonly Block[] _blocks;
    private readonly RowNorm _norm;
    private readonly float** _finalModulation;
    private readonly PackedMatrix? _output;
    private float* _latents;
    private float* _projected;
    private int _pictures;

    private CpuFeatureDecoder(Compute compute, Arena arena, WeightFile file, FeatureDecoderConfig config, LatentConfig latent, int featureWidth)
    {
        (_compute, _arena, _config, _latent, FeatureWidth) = (compute, arena, config, latent, featureWidth);
        var layers = new LayerReader(file, arena, compute.Kernels);
        var (width, tokens) = (config.Width, latent.Side * latent.Side);
        var block = BlockConfig.Of(config);
        _input = layers.Linear("proj_in", width, latent.Channels);
        _positions = layers.Table("pos_embed", () => SinCosGrid.Table(width, latent.Side), 1, tokens, width);
        var rotary = RotaryTable.Of(arena, block.HeadWidth, latent.Side);
        _blocks = [.. Enumerable.Range(0, config.Depth).Select(i => new Block(layers, $"blocks.{i}", block, rotary))];
        _norm = LayerReader.Norm(NormKind.RmsNorm);
        _finalModulation = config.FinalNorm ? layers.Modulation("norm", NormKind.RmsNorm, width) : null;
        _output = width == featureWidth ? null : layers.Linear("proj_out", featureWidth, width);
        _space = new TokenSpace(compute, arena, block, tokens);
        file.Finish();
    }

    /// <summary>Width D of the features.</summary>
    public int FeatureWidth { get; }

    /// <summary>Tokens of a picture T.</summary>
    public int Tokens => _space.Tokens;

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
        var (length, width) = (_latent.Channels * Tokens, _config.Width);
        if (z.Length == 0 || z.Length % length != 0)
        {
            throw new ShapeException($"{z.Length} values are no whole number of latents of {length}; give [B, C, h, w].");
        }

        Reserve(z.Length / length);
        for (var i = 0; i < _space.Images; i++)
        {
            PatchOrder.Cut(z.Slice(i * length, length), new Span<float>(_latents + ((long)i * length), length), _latent.Channels, _latent.Side, patch: 1);
        }

        _compute.Multiply(_input, _latents, _latent.Channels, _space.Rows, new Epilogue
        {
            Kind = EpilogueKind.Residual,
            Target = _space.Stream,
            TargetStride = width,
            Residual = _positions,
            ResidualStride = width,
            ResidualPeriod = Tokens,
        });
        foreach (var block in _blocks)
        {
            block.Apply(_space);
        }

        return Project();
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private float* Project()
    {
        var tokens = _space.Stream;
        if (_finalModulation != null)
        {
            _compute.Normalise(_norm, LayerReader.Own(_finalModulation, _config.Width, _space.Rows), tokens, _space.Branch, _config.Width, _space.Rows);
            tokens = _space.Branch;
        }

        if (_output is null)
        {
            return tokens;
        }

        _compute.Multiply(_output, tokens, _config.Width, _space.Rows, new Epilogue { Target = _projected, TargetStride = FeatureWidth });
        return _projected;
    }

    private void Reserve(int count)
    {
        _space.Reserve(count);
        if (count > _pictures)
        {
            _pictures = count;
            _latents = _arena.Take((long)count * Tokens * _latent.Channels);
            _projected = _output is null ? null : _arena.Take((long)count * Tokens * FeatureWidth);
        }
    }
}
