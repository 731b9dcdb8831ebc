using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Encoders;

/// <summary>SigLIP's text encoder: token and position tables, bidirectional pre-norm blocks, a final LayerNorm; the last position, padding included, is the text.</summary>
public sealed class SiglipTextTower : nn.Module
{
    [ComponentName(Name = "token_embed")]
    private readonly Embedding _words;

    [ComponentName(Name = "pos_embed")]
    private readonly Parameter _positions;

    [ComponentName(Name = "blocks")]
    private readonly ModuleList<TransformerBlock> _blocks;

    [ComponentName(Name = "norm")]
    private readonly Norm _norm;

    [ComponentName(Name = "head")]
    private readonly Linear _head;

    /// <summary>Builds the network with arbitrary weights.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="device">Where the weights lie.</param>
    public SiglipTextTower(TextEncoderConfig config, Device? device = null)
        : base(nameof(SiglipTextTower))
    {
        Config = config;
        var shape = new BlockShape(config.Width, config.Heads, config.MlpHidden, config.FeedForward, NormKind.LayerNorm) { NormEpsilon = config.NormEpsilon };
        _words = nn.Embedding(config.Vocabulary, config.Width, device: device);
        _positions = new Parameter(zeros([1, config.Length, config.Width], device: device));
        _blocks = nn.ModuleList([.. Enumerable.Range(0, config.Depth).Select(_ => new TransformerBlock(shape, device))]);
        _norm = Norm.Create(NormKind.LayerNorm, config.Width, device, config.NormEpsilon);
        _head = nn.Linear(config.Width, config.EmbeddingWidth, true, device);
        RegisterComponents();
    }

    /// <summary>Its sizes.</summary>
    public TextEncoderConfig Config { get; }

    /// <summary>Reads official weights of the text tower alone and freezes them.</summary>
    /// <param name="config">Sizes.</param>
    /// <param name="path">A checkpoint of HF's SiglipModel or SiglipTextModel, or of their SigLIP2 forms; a vision tower in it is left out.</param>
    /// <param name="device">Where the weights go.</param>
    /// <returns>The frozen tower; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is missing, damaged, or does not fit.</exception>
    public static SiglipTextTower Load(TextEncoderConfig config, string path, Device? device = null)
    {
        var model = new SiglipTextTower(config, device);
        using var checkpoint = CheckpointFile.Open(path);
        ModuleCheckpoint.Load(model, checkpoint, [SiglipLayouts.TextTower]);
        return model.Freeze();
    }

    /// <summary>Encodes texts.</summary>
    /// <param name="ids">Token numbers <c>[B, L]</c>, int64, L at most <see cref="TextEncoderConfig.Length"/>; SigLIP expects texts padded to that length. Borrowed.</param>
    /// <param name="valid"><c>[B, L]</c>, Boolean or 0 and 1: false keeps a position from being looked at. Null for none, as SigLIP was trained. Borrowed.</param>
    /// <returns>The tokens after the final norm <c>[B, L, D]</c> and the texts' embeddings <c>[B, E]</c>, not normalised; the caller disposes.</returns>
    /// <exception cref="ShapeException">The texts are longer than the position table, or the mask has another shape.</exception>
    public (Tensor Tokens, Tensor Pooled) Encode(Tensor ids, Tensor? valid = null)
    {
        TensorShape.Require(ids, "The texts", TensorShape.Any, TensorShape.Any);
        var length = ids.size(1);
        if (length < 1 || length > Config.Length)
        {
            throw new ShapeException($"The texts have {length} tokens; the text tower takes 1 to {Config.Length}. Cut or pad them.");
        }

        using var scope = NewDisposeScope();
        var tokens = _words.forward(ids) + _positions.narrow(1, 0, length); // [B, L, D]
        var mask = Mask(ids, valid); // [B, 1, 1, L]
        foreach (var block in _blocks)
        {
            tokens = block.Apply(tokens, rotation: null, mask); // [B, L, D]
        }

        tokens = _norm.forward(tokens); // [B, L, D]
        var pooled = _head.forward(tokens.select(1, length - 1)); // [B, E]
        return (tokens.MoveToOuterDisposeScope(), pooled.MoveToOuterDisposeScope());
    }

    private static Tensor? Mask(Tensor ids, Tensor? valid)
    {
        if (valid is null)
        {
            return null;
        }

        TensorShape.Require(valid, "The texts' mask", ids.size(0), ids.size(1));
        return KeyMask.Additive(valid);
    }
}
