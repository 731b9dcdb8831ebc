using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>Features to pixels: linear, positions, blocks {LayerNorm, attention, LayerNorm, MLP}, LayerNorm, a head that paints.</summary>
/// <remarks>Features come on the decoder's own grid, as the feature decoder makes them, so that <c>resizeTokens</c> has nothing to do here.</remarks>
internal sealed unsafe class CpuPixelDecoder : IDisposable
{
    private readonly Compute _compute;
    private readonly PixelDecoderConfig _config;
    private readonly Arena _arena;
    private readonly TokenSpace _space;
    private readonly PackedMatrix _input;
    private readonly float* _positions;
    private readonly float* _classRow;
    private readonly Block[] _blocks;
    private readonly RowNorm _norm;
    private readonly float** _finalModulation;
    private readonly PixelHead _head;
    private readonly int _featureWidth;
    private readonly int _classRows;
    private readonly int _patches;

    private CpuPixelDecoder(Compute compute, Arena arena, WeightFile file, PixelDecoderConfig config, int featureWidth, int grid)
    {
        (_compute, _arena, _config, _featureWidth) = (compute, arena, config, featureWidth);
        var layers = new LayerReader(file, arena, compute.Kernels);
        var width = config.Width;
        (_classRows, _patches) = (config.ClassToken ? 1 : 0, grid * grid);
        var block = BlockConfig.Of(config);
        _input = layers.Linear("proj_in", width, featureWidth);
        _positions = layers.Table("pos_embed", () => SinCosGrid.Table(width, grid, config.ClassToken), 1, _classRows + _patches, width);
        _classRow = ClassRow(layers);
        _blocks = [.. Enumerable.Range(0, config.Depth).Select(i => new Block(layers, $"blocks.{i}", block, null))];
        _norm = LayerReader.Norm(NormKind.LayerNorm, config.NormEpsilon);
        _finalModulation = layers.Modulation("norm", NormKind.LayerNorm, width);
        _head = PixelHead.Read(compute, layers, config.HeadShape(grid), width);
        _space = new TokenSpace(compute, arena, block, _classRows + _patches);
        file.Finish();
    }

    /// <summary>What the tokens paint with; its values come in cells of its sizes.</summary>
    public PixelHead Head => _head;

    /// <summary>Reads and packs a pixel decoder.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="path">Its weights.</param>
    /// <param name="config">Picture side, width, depth, heads.</param>
    /// <param name="featureWidth">Width D of the features.</param>
    /// <param name="grid">Tokens in a row and in a column.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or does not fit.</exception>
    public static CpuPixelDecoder Open(Compute compute, string path, PixelDecoderConfig config, int featureWidth, int grid)
    {
        using var file = WeightFile.Open(path, "the pixel decoder");
        return Arena.Fill(arena => new CpuPixelDecoder(compute, arena, file, config, featureWidth, grid));
    }

    /// <summary>Decodes one image.</summary>
    /// <param name="features">Standardised features <c>[T, D]</c>.</param>
    /// <param name="rgba">Receives <c>[H, W, 4]</c>, opaque, rounded and saturated.</param>
    /// <returns>False when a value is not finite.</returns>
    /// <exception cref="ShapeException">The picture has another size.</exception>
    public bool Decode(float* features, Span<byte> rgba)
    {
        if (rgba.Length != 4 * _config.ImageSize * _config.ImageSize)
        {
            throw new ShapeException($"A picture of {_config.ImageSize}×{_config.ImageSize} does not fill {rgba.Length} bytes of RGBA; give H·W·4.");
        }

        Blocks(features, 1);
        rgba.Fill(byte.MaxValue);
        fixed (byte* picture = rgba)
        {
            return _head.DecodePixels(Patches(0), picture);
        }
    }

    /// <summary>The values before they become bytes.</summary>
    /// <param name="features">Standardised features <c>[B·T, D]</c>.</param>
    /// <param name="count">Pictures B.</param>
    /// <param name="values">Receives the head's cells, B·H·W·3.</param>
    public void Values(float* features, int count, Span<float> values)
    {
        Blocks(features, count);
        fixed (float* target = values)
        {
            for (var i = 0; i < count; i++)
            {
                _head.Values(Patches(i), target + ((nint)i * _config.ImageSize * _config.ImageSize * 3));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    // The normed tokens of a picture that stand for patches.
    private float* Patches(int picture) => _space.Branch + ((((nint)picture * _space.Tokens) + _classRows) * _config.Width);

    // The class token and its place never change.
    private float* ClassRow(LayerReader layers)
    {
        if (!_config.ClassToken)
        {
            return null;
        }

        var row = layers.Arena.Copy(layers.File.Take("cls_token", 1, 1, _config.Width));
        _compute.Kernels.Add(row, _positions, row, _config.Width);
        return row;
    }

    // To the last norm, whose rows lie in the branch.
    private void Blocks(float* features, int count)
    {
        _space.Reserve(count);
        for (var i = 0; i < count; i++)
        {
            Embed(features + ((nint)i * _patches * _featureWidth), _space.Stream + ((nint)i * _space.Tokens * _config.Width));
        }

        foreach (var block in _blocks)
        {
            block.Apply(_space);
        }

        _compute.Normalise(_norm, LayerReader.Own(_finalModulation, _config.Width, _space.Rows), _space.Stream, _space.Branch, _config.Width, _space.Rows);
    }

    private void Embed(float* features, float* stream)
    {
        var width = _config.Width;
        if (_classRow != null)
        {
            new ReadOnlySpan<float>(_classRow, width).CopyTo(new Span<float>(stream, width));
        }

        var skipped = (nint)_classRows * width;
        _compute.Multiply(_input, features, _featureWidth, _patches, new Epilogue
        {
            Kind = EpilogueKind.Residual,
            Target = stream + skipped,
            TargetStride = width,
            Residual = _positions + skipped,
            ResidualStride = width,
        });
    }
}
