using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Positions;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>Features to pixels: linear, positions, blocks {LayerNorm, attention, LayerNorm, MLP}, LayerNorm, a linear map to each token's patch, which goes straight to RGBA8.</summary>
/// <remarks>Features come on the decoder's own grid, as the feature decoder makes them, so that <c>resizeTokens</c> has nothing to do here.</remarks>
internal sealed unsafe class CpuPixelDecoder : IDisposable
{
    private const int Colours = 3;

    private readonly Compute compute;
    private readonly PixelDecoderConfig config;
    private readonly Arena arena;
    private readonly TokenSpace space;
    private readonly PackedMatrix input;
    private readonly float* positions;
    private readonly float* classRow;
    private readonly Block[] blocks;
    private readonly RowNorm norm;
    private readonly float** finalModulation;
    private readonly PackedMatrix output;
    private readonly PixelLayout layout;
    private readonly int featureWidth;
    private readonly int classRows;
    private readonly int patches;

    private CpuPixelDecoder(Compute compute, Arena arena, WeightFile file, PixelDecoderConfig config, int featureWidth, int grid)
    {
        (this.compute, this.arena, this.config, this.featureWidth) = (compute, arena, config, featureWidth);
        var layers = new LayerReader(file, arena, compute.Kernels);
        var (width, patch) = (config.Width, config.ImageSize / grid);
        (classRows, patches) = (config.ClassToken ? 1 : 0, grid * grid);
        var block = new BlockConfig(width, config.Heads, config.HiddenWidth, config.FeedForward, NormKind.LayerNorm, null) { NormEpsilon = config.NormEpsilon };
        input = layers.Linear("proj_in", width, featureWidth);
        positions = layers.Table("pos_embed", () => SinCosGrid.Table(width, grid, config.ClassToken), 1, classRows + patches, width);
        classRow = ClassRow(layers);
        blocks = [.. Enumerable.Range(0, config.Depth).Select(i => new Block(layers, $"blocks.{i}", block, null))];
        norm = LayerReader.Norm(NormKind.LayerNorm, config.NormEpsilon);
        finalModulation = layers.Modulation("norm", NormKind.LayerNorm, width);
        output = layers.Linear("proj_out", patch * patch * Colours, width);
        layout = new PixelLayout(arena, config.ImageSize, grid, classRows);
        space = new TokenSpace(compute, arena, block, classRows + patches);
        file.Finish();
    }

    /// <summary>Values of a patch, p·p·3.</summary>
    public int PatchValues => output.Outputs;

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

    /// <summary>Paints one picture.</summary>
    /// <param name="features">Standardised features <c>[T, D]</c>.</param>
    /// <param name="rgba">Receives <c>[H, W, 4]</c>, opaque, rounded and saturated.</param>
    /// <returns>False when a value is not finite.</returns>
    /// <exception cref="ShapeException">The picture has another size.</exception>
    public bool Paint(float* features, Span<byte> rgba)
    {
        if (rgba.Length != 4 * config.ImageSize * config.ImageSize)
        {
            throw new ShapeException($"A picture of {config.ImageSize}×{config.ImageSize} does not fill {rgba.Length} bytes of RGBA; give H·W·4.");
        }

        Blocks(features, 1);
        rgba.Fill(byte.MaxValue);
        fixed (byte* picture = rgba)
        {
            var target = layout.Begin(picture);
            compute.Multiply(output, space.Branch, config.Width, space.Rows, new Epilogue { Kind = EpilogueKind.Pixels, Pixels = target });
        }

        return layout.IsFinite;
    }

    /// <summary>The patches' values before they become bytes.</summary>
    /// <param name="features">Standardised features <c>[B·T, D]</c>.</param>
    /// <param name="count">Pictures B.</param>
    /// <param name="values">Receives <c>[B, T, p·p·3]</c>.</param>
    public void Values(float* features, int count, Span<float> values)
    {
        Blocks(features, count);
        fixed (float* target = values)
        {
            for (var i = 0; i < count; i++)
            {
                var rows = space.Branch + ((((nint)i * space.Tokens) + classRows) * config.Width);
                compute.Multiply(output, rows, config.Width, patches, new Epilogue { Target = target + ((nint)i * patches * PatchValues), TargetStride = PatchValues });
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => arena.Dispose();

    // The class token and its place never change.
    private float* ClassRow(LayerReader layers)
    {
        if (!config.ClassToken)
        {
            return null;
        }

        var row = layers.Arena.Copy(layers.File.Take("cls_token", 1, 1, config.Width));
        compute.Kernels.Add(row, positions, row, config.Width);
        return row;
    }

    // To the last norm, whose rows lie in the branch.
    private void Blocks(float* features, int count)
    {
        space.Reserve(count);
        for (var i = 0; i < count; i++)
        {
            Embed(features + ((nint)i * patches * featureWidth), space.Stream + ((nint)i * space.Tokens * config.Width));
        }

        foreach (var block in blocks)
        {
            block.Apply(space);
        }

        compute.Normalise(norm, LayerReader.Own(finalModulation, config.Width, space.Rows), space.Stream, space.Branch, config.Width, space.Rows);
    }

    private void Embed(float* features, float* stream)
    {
        var width = config.Width;
        if (classRow != null)
        {
            new ReadOnlySpan<float>(classRow, width).CopyTo(new Span<float>(stream, width));
        }

        var skipped = (nint)classRows * width;
        compute.Multiply(input, features, featureWidth, patches, new Epilogue
        {
            Kind = EpilogueKind.Residual,
            Target = stream + skipped,
            TargetStride = width,
            Residual = positions + skipped,
            ResidualStride = width,
        });
    }
}
