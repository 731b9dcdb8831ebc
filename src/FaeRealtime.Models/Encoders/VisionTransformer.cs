using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Initialisation;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Encoders;

/// <summary>The frozen image encoder: a plain pre-norm ViT with the keys and outputs of timm, DeiT, DINO and DINOv2.</summary>
/// <remarks>Patch embedding, class token in front, positions added, register tokens (without position) inserted after the class token, blocks, one final LayerNorm.</remarks>
public sealed class VisionTransformer : nn.Module
{
    [ComponentName(Name = "cls_token")]
    private readonly Parameter classToken;

    [ComponentName(Name = "pos_embed")]
    private readonly Parameter positions;

    [ComponentName(Name = "register_tokens")]
    private readonly Parameter? registers;

    [ComponentName(Name = "mask_token")]
    private readonly Parameter maskToken;

    [ComponentName(Name = "patch_embed")]
    private readonly PatchEmbed patchEmbed;

    private readonly ModuleList<TransformerBlock> blocks;

    private readonly Norm norm;

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
        };
        classToken = new Parameter(zeros([1, 1, width], device: device));
        positions = new Parameter(zeros([1, 1 + ((long)config.PretrainedGrid * config.PretrainedGrid), width], device: device));
        registers = config.RegisterTokens > 0 ? new Parameter(zeros([1, config.RegisterTokens, width], device: device)) : null;
        maskToken = new Parameter(zeros([1, width], device: device));
        patchEmbed = new PatchEmbed(3, width, config.PatchSize, device);
        blocks = nn.ModuleList([.. Enumerable.Range(0, config.Depth).Select(_ => new TransformerBlock(shape, device))]);
        norm = Norm.Create(NormKind.LayerNorm, width, device);
        RegisterComponents();
    }

    /// <summary>Sizes, kinds and which blocks are the features.</summary>
    public VisionEncoderConfig Config { get; }

    /// <summary>Reads official weights and freezes them.</summary>
    /// <param name="config">Sizes and kinds; its <see cref="VisionEncoderConfig.Sha256"/>, when set, must be the file's.</param>
    /// <param name="path">A safetensors file with timm or DINOv2 keys; a classifier head in it is ignored.</param>
    /// <param name="device">Where the weights go.</param>
    /// <returns>The frozen encoder; the caller disposes.</returns>
    /// <exception cref="Core.Errors.CheckpointException">The file is missing, damaged, another one, or does not fit.</exception>
    public static VisionTransformer Load(VisionEncoderConfig config, string path, Device? device = null)
    {
        FileIdentity.Require(path, config.Sha256, $"encoder '{config.Name}'");
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
        draw.Normal(encoder, TokenDeviation, "cls_token", "pos_embed", "register_tokens", "mask_token");
        return encoder.Freeze();
    }

    /// <summary>The features x: the patch tokens of the configured blocks, concatenated; the last block's pass the final norm. Not standardised.</summary>
    /// <param name="rgb">Pictures <c>[B, 3, S, S]</c> in [0, 1], S = <see cref="VisionEncoderConfig.InputSize"/>. Borrowed.</param>
    /// <returns><c>[B, T, FeatureWidth]</c> without gradient, usable in a later training step; the caller disposes.</returns>
    /// <exception cref="Core.Errors.ShapeException">The pictures have another shape.</exception>
    public Tensor Features(Tensor rgb)
    {
        TensorShape.Require(rgb, $"The input of encoder '{Config.Name}'", TensorShape.Any, 3, Config.InputSize, Config.InputSize);

        // Not inference mode: training keeps these features for its own backward pass.
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var wanted = Config.FeatureBlocks.Count == 0 ? [Config.Depth] : Config.FeatureBlocks;
        var outputs = Blocks(Embed(Normalise(rgb), mask: null)); // [B, 1 + R + T, D] each
        var features = wanted.Select(block => Patches(block == Config.Depth ? norm.forward(outputs[block - 1]) : outputs[block - 1]));
        return cat([.. features], -1).MoveToOuterDisposeScope(); // [B, T, FeatureWidth]
    }

    /// <summary>Moves the class token's position into the token itself and leaves zero: the same network, in the form of timm's files with registers.</summary>
    public void FoldClassPosition()
    {
        using var frozen = no_grad();
        using var row = positions.narrow(1, 0, 1); // [1, 1, D]
        classToken.add_(row);
        row.zero_();
    }

    /// <summary>Tokens before the first block.</summary>
    /// <param name="pixels">Normalised pictures <c>[B, 3, h·p, w·p]</c>. Borrowed.</param>
    /// <param name="mask"><c>[B, h·w]</c>, bool: patches replaced by the mask token; null for none. Borrowed.</param>
    /// <returns><c>[B, 1 + R + h·w, D]</c>; the caller disposes.</returns>
    internal Tensor Embed(Tensor pixels, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var batch = pixels.size(0);
        var patches = patchEmbed.forward(pixels); // [B, T, D]
        if (mask is not null)
        {
            patches = where(mask.unsqueeze(-1), maskToken, patches); // [B, T, D]
        }

        var tokens = cat([classToken.expand(batch, -1, -1), patches], 1); // [B, 1 + T, D]
        tokens = tokens + Positions(pixels.size(2) / Config.PatchSize, pixels.size(3) / Config.PatchSize); // [B, 1 + T, D]
        if (registers is not null)
        {
            var count = tokens.size(1) - 1;
            tokens = cat([tokens.narrow(1, 0, 1), registers.expand(batch, -1, -1), tokens.narrow(1, 1, count)], 1); // [B, 1 + R + T, D]
        }

        return tokens.MoveToOuterDisposeScope();
    }

    /// <summary>The position table of a grid.</summary>
    internal Tensor Positions(long rows, long columns) => PositionTable.Resize(positions, rows, columns, Config); // [1, 1 + T, D]

    /// <summary>Every block's output, in order.</summary>
    internal IReadOnlyList<Tensor> Blocks(Tensor tokens)
    {
        var outputs = new Tensor[blocks.Count];
        for (var i = 0; i < outputs.Length; i++)
        {
            tokens = outputs[i] = blocks[i].Apply(tokens, rotation: null); // [B, 1 + R + T, D]
        }

        return outputs;
    }

    /// <summary>The final norm.</summary>
    internal Tensor Finish(Tensor tokens) => norm.forward(tokens); // [B, 1 + R + T, D]

    /// <summary>The patch tokens behind class and register tokens.</summary>
    internal Tensor Patches(Tensor tokens) =>
        tokens.narrow(1, 1 + Config.RegisterTokens, tokens.size(1) - 1 - Config.RegisterTokens); // [B, T, D]

    private Tensor Normalise(Tensor rgb)
    {
        var mean = tensor([.. Config.Mean.Select(value => (float)value)], [1, 3, 1, 1], device: rgb.device);
        var std = tensor([.. Config.Std.Select(value => (float)value)], [1, 3, 1, 1], device: rgb.device);
        return (rgb - mean) / std; // [B, 3, S, S]
    }

    private VisionTransformer Freeze()
    {
        foreach (var parameter in parameters())
        {
            parameter.requires_grad = false;
        }

        eval();
        return this;
    }
}
