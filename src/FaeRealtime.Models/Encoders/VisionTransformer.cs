using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Encoders;

/// <summary>The frozen image encoder: a pre-norm ViT with timm's keys, of the DINOv2, DINO, DeiT, timm or SigLIP kind by its config.</summary>
/// <remarks>
/// Patch embedding, class token in front, positions added, register tokens (without position) inserted after the class token, blocks, one final LayerNorm, and
/// with SigLIP a pooling head. Pictures enter normalised (<see cref="Normalise"/>); results follow gradients of the pixels, not of the frozen weights.
/// </remarks>
public sealed class VisionTransformer : nn.Module, IImageEncoder
{
    [ComponentName(Name = "cls_token")]
    private readonly Parameter? _classToken;

    [ComponentName(Name = "pos_embed")]
    private readonly Parameter _positions;

    [ComponentName(Name = "register_tokens")]
    private readonly Parameter? _registers;

    [ComponentName(Name = "mask_token")]
    private readonly Parameter? _maskToken;

    [ComponentName(Name = "patch_embed")]
    private readonly PatchEmbed _patchEmbed;

    [ComponentName(Name = "blocks")]
    private readonly ModuleList<TransformerBlock> _blocks;

    [ComponentName(Name = "norm")]
    private readonly Norm _norm;

    [ComponentName(Name = "attn_pool")]
    private readonly AttentionPool? _pool;

    /// <summary>Builds the network with arbitrary weights.</summary>
    /// <param name="config">Sizes and kinds.</param>
    /// <param name="device">Where the weights lie.</param>
    public VisionTransformer(VisionEncoderConfig config, Device? device = null)
        : base(nameof(VisionTransformer))
    {
        Config = config;
        long width = config.Width;
        var shape = new BlockShape(config.Width, config.Heads, config.MlpHidden, config.FeedForward, NormKind.LayerNorm)
        {
            QkvBias = config.QkvBias,
            LayerScale = config.LayerScale,
            NormEpsilon = config.NormEpsilon,
        };
        _classToken = config.ClassToken ? new Parameter(zeros([1, 1, width], device: device)) : null;
        _positions = new Parameter(zeros([1, ClassCount + ((long)config.PretrainedGrid * config.PretrainedGrid), width], device: device));
        _registers = config.RegisterTokens > 0 ? new Parameter(zeros([1, config.RegisterTokens, width], device: device)) : null;
        _maskToken = config.MaskToken ? new Parameter(zeros([1, width], device: device)) : null;
        _patchEmbed = new PatchEmbed(3, width, config.PatchSize, device);
        _blocks = nn.ModuleList([.. Enumerable.Range(0, config.Depth).Select(_ => new TransformerBlock(shape, device))]);
        _norm = Norm.Create(NormKind.LayerNorm, width, device, config.NormEpsilon);
        _pool = config.AttentionPool ? new AttentionPool(shape, device) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public VisionEncoderConfig Config { get; }

    private long ClassCount => Config.ClassToken ? 1 : 0;

    /// <summary>Reads official weights and freezes them.</summary>
    /// <param name="config">Sizes and kinds; its <see cref="VisionEncoderConfig.Sha256"/>, when set, must be the file's.</param>
    /// <param name="path">A file of any family in <see cref="VisionTransformerLayouts"/>, recognised by its keys; a classifier head in it is ignored.</param>
    /// <param name="device">Where the weights go.</param>
    /// <returns>The frozen encoder; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is missing, damaged, another one, or does not fit.</exception>
    public static VisionTransformer Load(VisionEncoderConfig config, string path, Device? device = null)
    {
        WeightIdentity.Require(path, config);
        var encoder = new VisionTransformer(config, device);
        using var reader = CheckpointFile.Open(path);
        ModuleCheckpoint.Load(encoder, reader, VisionTransformerLayouts.All);
        return encoder.Freeze();
    }

    /// <summary>A frozen encoder with random weights: what tests use in place of official ones.</summary>
    /// <param name="config">Sizes and kinds.</param>
    /// <param name="seed">Same seed, same weights, on every device.</param>
    /// <param name="device">Where the weights go.</param>
    /// <returns>The frozen encoder; the caller disposes.</returns>
    public static VisionTransformer Random(VisionEncoderConfig config, ulong seed, Device? device = null)
    {
        const double TokenDeviation = 0.02;
        var encoder = new VisionTransformer(config, device);
        var draw = new WeightInitialiser(seed);
        draw.Linears(encoder);
        draw.Normal(encoder, TokenDeviation, "cls_token", "pos_embed", "register_tokens", "mask_token", "attn_pool.latent");
        return encoder.Freeze();
    }

    /// <inheritdoc/>
    /// <remarks>The last block's tokens pass the final norm.</remarks>
    public Tensor Features(Tensor rgb)
    {
        TensorShape.Require(rgb, $"The input of encoder '{Config.Name}'", TensorShape.Any, 3, Config.InputSize, Config.InputSize);

        // Not inference mode: training keeps these features for its own backward pass.
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        IReadOnlyList<int> wanted = Config.FeatureBlocks.Count == 0 ? [Config.Depth] : Config.FeatureBlocks;
        var first = wanted.Min();
        var outputs = Blocks(Embed(Normalise(rgb), masked: null), first: first); // [B, 1 + R + T, D] each
        var features = wanted.Select(block => Patches(block == Config.Depth ? Finish(outputs[block - first]) : outputs[block - first]));
        return cat([.. features], -1).MoveToOuterDisposeScope(); // [B, T, FeatureWidth]
    }

    /// <inheritdoc/>
    public VisionTokens Encode(Tensor pixels, Tensor? masked = null)
    {
        using var scope = NewDisposeScope();
        var last = Blocks(Embed(pixels, masked), first: Config.Depth)[0]; // [B, 1 + R + T, D]
        return Tokens(last, normalised: true, _pool, mask: null).MoveToOuterDisposeScope();
    }

    /// <summary>All outputs of the last block for pictures of different shapes (SigLIP2 NaFlex). Padding influences no valid token and no pooled one.</summary>
    /// <param name="pictures">Normalised, cut and padded. Borrowed.</param>
    /// <returns>The tokens; the caller disposes.</returns>
    /// <exception cref="ShapeException">The parts of the sequence disagree, or patches have another size.</exception>
    /// <exception cref="InvalidOperationException">The network has class or register tokens.</exception>
    public VisionTokens Encode(PatchSequence pictures)
    {
        using var scope = NewDisposeScope();
        var mask = KeyMask.Additive(pictures.Valid); // [B, 1, 1, T]
        var last = Blocks(Embed(pictures), mask, Config.Depth)[0]; // [B, T, D]
        return Tokens(last, normalised: true, _pool, mask).MoveToOuterDisposeScope();
    }

    /// <summary>Outputs of the last blocks.</summary>
    /// <param name="pixels">Normalised pictures <c>[B, 3, h·p, w·p]</c>. Borrowed.</param>
    /// <param name="last">How many blocks, from the end.</param>
    /// <param name="normalised">Whether the final norm is applied to each.</param>
    /// <returns>The tokens of each of those blocks, in order; the caller disposes.</returns>
    /// <exception cref="ShapeException">The pictures have another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many blocks.</exception>
    public IReadOnlyList<VisionTokens> Intermediate(Tensor pixels, int last, bool normalised = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(last);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, Config.Depth);
        using var scope = NewDisposeScope();
        var outputs = Blocks(Embed(pixels, masked: null), first: Config.Depth - last + 1); // [B, 1 + R + T, D] each
        return [.. outputs.Select(tokens => Tokens(tokens, normalised, head: null, mask: null).MoveToOuterDisposeScope())];
    }

    /// <inheritdoc/>
    /// <remarks>(rgb − mean) / std, by channel.</remarks>
    public Tensor Normalise(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var mean = tensor([.. Config.Mean.Select(value => (float)value)], [1, 3, 1, 1], device: rgb.device);
        var std = tensor([.. Config.Std.Select(value => (float)value)], [1, 3, 1, 1], device: rgb.device);
        return ((rgb - mean) / std).MoveToOuterDisposeScope(); // [B, 3, H, W]
    }

    /// <inheritdoc/>
    public Tensor Pool(Tensor patches) => _pool is null ? throw new InvalidOperationException($"Encoder '{Config.Name}' has no attention pool.") : _pool.Pool(patches, mask: null); // [B, D]

    /// <summary>Moves the class token's position into the token itself and leaves zero: the same network, in the form of timm's files with registers.</summary>
    public void FoldClassPosition()
    {
        if (_classToken is null)
        {
            return;
        }

        using var frozen = no_grad();
        using var row = _positions.narrow(1, 0, 1); // [1, 1, D]
        _classToken.add_(row);
        row.zero_();
    }

    /// <summary>Tokens before the first block.</summary>
    /// <param name="pixels">Normalised pictures <c>[B, 3, h·p, w·p]</c>. Borrowed.</param>
    /// <param name="masked"><c>[B, h·w]</c>, bool: patches replaced by the mask token; null for none. Borrowed.</param>
    /// <returns><c>[B, 1 + R + h·w, D]</c>; the caller disposes.</returns>
    internal Tensor Embed(Tensor pixels, Tensor? masked)
    {
        var (rows, columns) = Grid(pixels);
        using var scope = NewDisposeScope();
        var batch = pixels.size(0);
        var tokens = Mask(_patchEmbed.forward(pixels), masked); // [B, T, D]
        tokens = _classToken is null ? tokens : cat([_classToken.expand(batch, -1, -1), tokens], 1); // [B, 1 + T, D]
        tokens = tokens + Positions(rows, columns); // [B, 1 + T, D]
        if (_registers is not null)
        {
            var parts = tokens.split([ClassCount, rows * columns], 1); // [B, 1, D], [B, T, D]
            tokens = cat([parts[0], _registers.expand(batch, -1, -1), parts[1]], 1); // [B, 1 + R + T, D]
        }

        return tokens.MoveToOuterDisposeScope();
    }

    /// <summary>Tokens before the first block, for a patch sequence.</summary>
    /// <returns><c>[B, T, D]</c>; the caller disposes.</returns>
    internal Tensor Embed(PatchSequence pictures)
    {
        if (Config.ClassToken || _registers is not null)
        {
            throw new InvalidOperationException($"Encoder '{Config.Name}' has class or register tokens; patch sequences need an encoder without (SigLIP2 NaFlex).");
        }

        pictures.Check(Config);
        using var scope = NewDisposeScope();
        return (_patchEmbed.Embed(pictures.Patches) + Positions(pictures.Grids, pictures.Patches.size(1))).MoveToOuterDisposeScope(); // [B, T, D]
    }

    /// <summary>The position table of a grid.</summary>
    /// <returns><c>[1, 1 + rows·columns, D]</c>, without the 1 where there is no class token; the caller disposes.</returns>
    internal Tensor Positions(long rows, long columns) => PositionTable.Resize(_positions, rows, columns, Config); // [1, 1 + T, D]

    /// <summary>The position tables of a patch sequence.</summary>
    /// <returns><c>[B, T, D]</c>, T = <paramref name="length"/>; the caller disposes.</returns>
    internal Tensor Positions(IReadOnlyList<(long Rows, long Columns)> grids, long length) => PositionTable.ResizeEach(_positions, grids, length, Config); // [B, T, D]

    /// <summary>The outputs of the blocks from <paramref name="first"/> on, in order.</summary>
    /// <param name="tokens"><c>[B, 1 + R + T, D]</c>. Borrowed.</param>
    /// <param name="mask"><c>[B, 1, 1, 1 + R + T]</c> from <see cref="KeyMask"/>, or null for none. Borrowed.</param>
    /// <param name="first">From 1.</param>
    /// <returns><c>[B, 1 + R + T, D]</c> each; the caller disposes.</returns>
    internal IReadOnlyList<Tensor> Blocks(Tensor tokens, Tensor? mask = null, int first = 1)
    {
        var outputs = new List<Tensor>();
        for (var i = 0; i < _blocks.Count; i++)
        {
            var output = _blocks[i].Apply(tokens, rotation: null, mask); // [B, 1 + R + T, D]
            if (i > 0 && i < first)
            {
                tokens.Dispose();
            }

            tokens = output;
            if (i + 1 >= first)
            {
                outputs.Add(output);
            }
        }

        return outputs;
    }

    /// <summary>The final norm.</summary>
    /// <param name="tokens"><c>[B, 1 + R + T, D]</c>. Borrowed.</param>
    /// <returns>Of the same shape; the caller disposes.</returns>
    internal Tensor Finish(Tensor tokens) => _norm.forward(tokens); // [B, 1 + R + T, D]

    /// <summary>The patch tokens behind class and register tokens.</summary>
    /// <param name="tokens"><c>[B, 1 + R + T, D]</c>. Borrowed.</param>
    /// <returns>A view <c>[B, T, D]</c>; the caller disposes.</returns>
    internal Tensor Patches(Tensor tokens)
    {
        var before = ClassCount + Config.RegisterTokens;
        return tokens.narrow(1, before, tokens.size(1) - before); // [B, T, D]
    }

    private VisionTokens Tokens(Tensor prenorm, bool normalised, AttentionPool? head, Tensor? mask)
    {
        var tokens = normalised ? Finish(prenorm) : prenorm; // [B, 1 + R + T, D]
        var patches = Patches(tokens); // [B, T, D]
        return new VisionTokens(
            _classToken is null ? null : tokens.select(1, 0), // [B, D]
            tokens.narrow(1, ClassCount, Config.RegisterTokens), // [B, R, D]
            patches,
            prenorm,
            head?.Pool(patches, mask)); // [B, D]
    }

    private (long Rows, long Columns) Grid(Tensor pixels)
    {
        TensorShape.Require(pixels, $"The input of encoder '{Config.Name}'", TensorShape.Any, 3, TensorShape.Any, TensorShape.Any);
        if (pixels.size(2) % Config.PatchSize != 0 || pixels.size(3) % Config.PatchSize != 0)
        {
            throw new ShapeException($"The input of encoder '{Config.Name}' is {TensorShape.Text(pixels.shape)}; give sides that are multiples of its patch size {Config.PatchSize}.");
        }

        return (pixels.size(2) / Config.PatchSize, pixels.size(3) / Config.PatchSize);
    }

    private Tensor Mask(Tensor patches, Tensor? masked)
    {
        if (masked is null)
        {
            return patches;
        }

        var token = _maskToken ?? throw new InvalidOperationException($"Encoder '{Config.Name}' has no mask token; set maskToken in its config.");
        TensorShape.Require(masked, $"The mask of encoder '{Config.Name}'", patches.size(0), patches.size(1));
        return where(masked.unsqueeze(-1), token, patches); // [B, T, D]
    }
}
