using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Networks;

/// <summary>The frozen image encoder, one picture at a time: a pre-norm ViT of the DINOv2, DINO, DeiT or timm kind, SigLIP's tower as timm keeps it among them.</summary>
/// <remarks>Patch embedding, class token in front, positions added, register tokens without position behind the class token, blocks, a final LayerNorm. Heads, mask token and attention pool in the file are left aside.</remarks>
internal sealed unsafe class CpuVisionTransformer : IDisposable
{
    private const int Colours = 3;

    private readonly Compute _compute;
    private readonly VisionEncoderConfig _config;
    private readonly Arena _arena;
    private readonly TokenSpace _space;
    private readonly PackedMatrix _patches;
    private readonly Block[] _blocks;
    private readonly RowNorm _norm;
    private readonly float** _finalModulation;
    private readonly float* _before; // [1 + R, D], class and register tokens with what positions they have
    private readonly float* _positions; // [T, D]
    private readonly float* _pixels; // [3, S, S], normalised
    private readonly float* _cut; // [T, 3·p·p]
    private readonly float* _features; // [T, FeatureWidth]

    private CpuVisionTransformer(Compute compute, Arena arena, WeightFile file, VisionEncoderConfig config)
    {
        (_compute, _arena, _config) = (compute, arena, config);
        var layers = new LayerReader(file, arena, compute.Kernels);
        var block = BlockConfig.Of(config);
        _before = arena.Copy(VisionTokens.Before(file, config));
        _positions = arena.Copy(VisionTokens.Positions(file, config));
        _patches = layers.Patches("patch_embed.proj", config.Width, Colours, config.PatchSize);
        _blocks = [.. Enumerable.Range(0, config.Depth).Select(i => new Block(layers, $"blocks.{i}", block, rotary: null))];
        _norm = LayerReader.Norm(NormKind.LayerNorm, config.NormEpsilon);
        _finalModulation = layers.Modulation("norm", NormKind.LayerNorm, config.Width);
        _space = new TokenSpace(compute, arena, block, First + Tokens);
        _pixels = arena.Take((long)Colours * config.InputSize * config.InputSize);
        _cut = arena.Take((long)Tokens * PatchValues);
        _features = arena.Take((long)Tokens * config.FeatureWidth);
    }

    /// <summary>Tokens of a picture T, without class and register tokens.</summary>
    public int Tokens => _config.Grid * _config.Grid;

    private int First => VisionTokens.Count(_config);

    private int PatchValues => Colours * _config.PatchSize * _config.PatchSize;

    /// <summary>Reads and packs an encoder.</summary>
    /// <param name="compute">Threads and kernels. Borrowed.</param>
    /// <param name="path">Official weights in timm's or DINOv2's keys.</param>
    /// <param name="config">Sizes and kinds.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, has other keys or does not fit.</exception>
    public static CpuVisionTransformer Open(Compute compute, string path, VisionEncoderConfig config)
    {
        using var file = WeightFile.Open(path, $"encoder '{config.Name}'");
        VisionTokens.Require(file, path);
        return Arena.Fill(arena => new CpuVisionTransformer(compute, arena, file, config));
    }

    /// <summary>The features x: the patch tokens of the configured blocks, side by side; the last block's behind the final norm.</summary>
    /// <param name="rgb"><c>[S, S, 3]</c>, top row first, S the encoder's input size.</param>
    /// <returns><c>[T, FeatureWidth]</c>, not standardised, valid until the next call.</returns>
    /// <exception cref="ShapeException">The picture has another size.</exception>
    public ReadOnlySpan<float> Run(ReadOnlySpan<byte> rgb)
    {
        VisionTokens.Normalise(rgb, _config, new Span<float>(_pixels, Colours * _config.InputSize * _config.InputSize));
        return Run();
    }

    /// <summary>The same of colours that are normalised already.</summary>
    /// <param name="planes"><c>[3, S, S]</c>, top row first.</param>
    /// <returns><c>[T, FeatureWidth]</c>, not standardised, valid until the next call.</returns>
    /// <exception cref="ShapeException">The picture has another size.</exception>
    public ReadOnlySpan<float> Run(ReadOnlySpan<float> planes)
    {
        var side = _config.InputSize;
        if (planes.Length != Colours * side * side)
        {
            throw new ShapeException($"A picture of {planes.Length} values came to encoder '{_config.Name}'; give [3, {side}, {side}].");
        }

        planes.CopyTo(new Span<float>(_pixels, planes.Length));
        return Run();
    }

    /// <inheritdoc/>
    public void Dispose() => _arena.Dispose();

    private ReadOnlySpan<float> Run()
    {
        Cut();
        Embed();
        for (var i = 0; i < _blocks.Length; i++)
        {
            _blocks[i].Apply(_space);
            Keep(i + 1);
        }

        return new ReadOnlySpan<float>(_features, Tokens * _config.FeatureWidth);
    }

    // Patches in the order (colour, row, column) of the convolution's kernel.
    private void Cut()
    {
        var (side, patch, grid) = (_config.InputSize, _config.PatchSize, _config.Grid);
        for (var row = 0; row < Colours * grid * patch; row++)
        {
            var (colour, y) = (row / (grid * patch), row % (grid * patch));
            var source = _pixels + ((((nint)colour * side) + y) * side);
            var target = _cut + ((nint)(y / patch) * grid * PatchValues) + (((colour * patch) + (y % patch)) * patch);
            for (var x = 0; x < grid; x++)
            {
                new ReadOnlySpan<float>(source + (x * patch), patch).CopyTo(new Span<float>(target + ((nint)x * PatchValues), patch));
            }
        }
    }

    private void Embed()
    {
        var width = _config.Width;
        new ReadOnlySpan<float>(_before, First * width).CopyTo(new Span<float>(_space.Stream, First * width));
        _compute.Multiply(_patches, _cut, PatchValues, Tokens, new Epilogue
        {
            Kind = EpilogueKind.Residual,
            Target = _space.Stream + ((nint)First * width),
            TargetStride = width,
            Residual = _positions,
            ResidualStride = width,
            ResidualPeriod = Tokens,
        });
    }

    // A block's patch tokens, to their places among the features.
    private void Keep(int block)
    {
        var (width, wanted) = (_config.Width, _config.FeatureBlocks);
        for (var place = 0; place < Math.Max(1, wanted.Count); place++)
        {
            if ((wanted.Count == 0 ? _config.Depth : wanted[place]) != block)
            {
                continue;
            }

            var tokens = _space.Stream + ((nint)First * width);
            if (block == _config.Depth)
            {
                _compute.Normalise(_norm, LayerReader.Own(_finalModulation, width, Tokens), tokens, _space.Branch, width, Tokens);
                tokens = _space.Branch;
            }

            for (var token = 0; token < Tokens; token++)
            {
                var target = _features + ((nint)token * _config.FeatureWidth) + (place * width);
                new ReadOnlySpan<float>(tokens + ((nint)token * width), width).CopyTo(new Span<float>(target, width));
            }
        }
    }
}
