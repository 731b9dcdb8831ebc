using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Engines.Gl.Compute;
using FaeRealtime.Graphics.Compute;

namespace FaeRealtime.Engines.Gl.Networks.Encoders;

/// <summary>The frozen image encoder: patches, class and register tokens, positions, blocks, a final LayerNorm; the patch tokens of the configured blocks side by side.</summary>
internal sealed class GlVisionTransformer
{
    private const int Colours = 3;

    private readonly GlCompute _compute;
    private readonly VisionEncoderConfig _config;
    private readonly float[] _before; // [1 + R, D], class and register tokens with what positions they have
    private readonly GlLinear _patches;
    private readonly StorageBuffer _positions;
    private readonly GlBlock[] _blocks;
    private readonly GlNorm _norm;
    private readonly GlTokens _tokens;
    private readonly StorageBuffer _planes; // [3, S, S], normalised

    private GlVisionTransformer(GlCompute compute, WeightFile file, VisionEncoderConfig config)
    {
        (_compute, _config) = (compute, config);
        var (layers, block) = (new GlLayerReader(file, compute), BlockConfig.Of(config));
        _before = VisionTokens.Before(file, config);
        _positions = compute.Copy<float>(VisionTokens.Positions(file, config));
        _patches = layers.Patches("patch_embed.proj", config.Width, Colours, config.PatchSize);
        _blocks = [.. Enumerable.Range(0, config.Depth).Select(i => new GlBlock(layers, $"blocks.{i}", block, null))];
        _norm = layers.Norm("norm", NormKind.LayerNorm, config.Width, config.NormEpsilon);
        _tokens = GlTokens.Of(compute, block, First + Patches, 1);
        _planes = compute.Floats((long)Colours * config.InputSize * config.InputSize);
        Features = compute.Floats((long)Patches * config.FeatureWidth);
    }

    /// <summary>Raw features <c>[T, D]</c>, valid until the next run.</summary>
    public StorageBuffer Features { get; }

    /// <summary>Tokens of a picture T, without class and register tokens.</summary>
    public int Patches => _config.Grid * _config.Grid;

    private int First => VisionTokens.Count(_config);

    /// <summary>Reads an encoder onto the device.</summary>
    /// <param name="compute">Memory and kernels. Borrowed.</param>
    /// <param name="path">Official weights in timm's or DINOv2's keys.</param>
    /// <param name="config">Sizes and kinds.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, has other keys or does not fit.</exception>
    public static GlVisionTransformer Open(GlCompute compute, string path, VisionEncoderConfig config)
    {
        using var file = WeightFile.Open(path, $"encoder '{config.Name}'");
        VisionTokens.Require(file, path);
        return new GlVisionTransformer(compute, file, config);
    }

    /// <summary>An empty list of kernels for it.</summary>
    public KernelList List() => _compute.List(First + Patches);

    /// <summary>Appends the kernels from the picture to the features.</summary>
    /// <param name="list">What is filled.</param>
    public void Record(KernelList list)
    {
        var (width, side, patch) = (_config.Width, _config.InputSize, _config.PatchSize);
        var cut = _compute.Floats((long)Patches * _patches.Depth);
        var rows = new Rows(_tokens.Stream, width, First * width);
        list.Each("cut", [], Colours * side * side, [Colours, (uint)side, (uint)patch, 1], null, null, _planes, cut);
        list.Multiply(_patches, new Rows(cut, _patches.Depth), Patches, new ProductTarget(rows) { Residual = new Rows(_positions, width) });
        for (var i = 0; i < _blocks.Length; i++)
        {
            _blocks[i].Record(list, _tokens, null);
            Keep(list, i + 1);
        }
    }

    /// <summary>Brings a picture onto the device; the list may run then.</summary>
    /// <param name="planes"><c>[3, S, S]</c>, normalised.</param>
    public void Write(ReadOnlySpan<float> planes)
    {
        _compute.Write(_planes, 0, planes);
        if (_before.Length > 0)
        {
            _compute.Write<float>(_tokens.Stream, 0, _before);
        }
    }

    // A block's patch tokens, to their places among the features; the last block's behind the final norm.
    private void Keep(KernelList list, int block)
    {
        var (width, wanted) = (_config.Width, _config.FeatureBlocks);
        for (var place = 0; place < Math.Max(1, wanted.Count); place++)
        {
            if ((wanted.Count == 0 ? _config.Depth : wanted[place]) != block)
            {
                continue;
            }

            var tokens = _tokens.Stream;
            if (block == _config.Depth)
            {
                list.Normalise(_norm, null, tokens, _tokens.Branch, width, _tokens.Rows);
                tokens = _tokens.Branch;
            }

            list.Copy(new Rows(tokens, width, First * width), new Rows(Features, _config.FeatureWidth, place * width), Patches, width);
        }
    }
}
