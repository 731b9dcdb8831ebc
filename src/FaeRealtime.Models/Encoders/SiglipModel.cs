using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Encoders;

/// <summary>SigLIP and SigLIP2: pictures and texts in one space, their cosine scaled and shifted to a logit (Zhai et al. 2023, arXiv:2303.15343).</summary>
public sealed class SiglipModel : nn.Module
{
    [ComponentName(Name = "vision")]
    private readonly VisionTransformer _pictures;

    [ComponentName(Name = "text")]
    private readonly SiglipTextTower _texts;

    [ComponentName(Name = "logit_scale")]
    private readonly Parameter _scale;

    [ComponentName(Name = "logit_bias")]
    private readonly Parameter _bias;

    /// <summary>Builds both towers with arbitrary weights.</summary>
    /// <param name="vision">The vision tower, with <see cref="VisionEncoderConfig.AttentionPool"/>.</param>
    /// <param name="text">The text tower.</param>
    /// <param name="device">Where the weights lie.</param>
    /// <exception cref="ConfigException">The towers' embeddings differ in width, or the vision tower has no pooling head.</exception>
    public SiglipModel(VisionEncoderConfig vision, TextEncoderConfig text, Device? device = null)
        : base(nameof(SiglipModel))
    {
        if (!vision.AttentionPool || vision.Width != text.EmbeddingWidth)
        {
            throw new ConfigException($"SigLIP compares embeddings of one width from an attention pool: set attentionPool, and embeddingWidth ({text.EmbeddingWidth}) to the vision tower's width ({vision.Width}).");
        }

        _pictures = new VisionTransformer(vision, device);
        _texts = new SiglipTextTower(text, device);
        _scale = new Parameter(zeros([1], device: device));
        _bias = new Parameter(zeros([1], device: device));
        RegisterComponents();
    }

    /// <summary>The vision tower.</summary>
    public VisionTransformer Vision => _pictures;

    /// <summary>The text tower.</summary>
    public SiglipTextTower Text => _texts;

    /// <summary>Reads official weights and freezes them.</summary>
    /// <param name="vision">The vision tower; its <see cref="VisionEncoderConfig.Sha256"/>, when set, must be the file's.</param>
    /// <param name="text">The text tower.</param>
    /// <param name="path">A checkpoint of HF's SiglipModel or Siglip2Model.</param>
    /// <param name="device">Where the weights go.</param>
    /// <returns>The frozen model; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is missing, damaged, another one, or does not fit.</exception>
    public static SiglipModel Load(VisionEncoderConfig vision, TextEncoderConfig text, string path, Device? device = null)
    {
        WeightIdentity.Require(path, vision);
        var model = new SiglipModel(vision, text, device);
        using var checkpoint = CheckpointFile.Open(path);
        ModuleCheckpoint.Load(model, checkpoint, SiglipLayouts.All);
        return model.Freeze();
    }

    /// <summary>Length-1 embeddings of pooled pictures or texts.</summary>
    /// <param name="pooled"><c>[B, D]</c>: <see cref="VisionTokens.Pooled"/> or the text tower's. Borrowed.</param>
    /// <returns><c>[B, D]</c>; the caller disposes.</returns>
    public static Tensor Normalise(Tensor pooled) => F.normalize(pooled, 2, -1); // [B, D]

    /// <summary>exp(scale)·cosine + bias of every pair.</summary>
    /// <param name="pictures">Length-1 embeddings <c>[N, D]</c>. Borrowed.</param>
    /// <param name="texts">Length-1 embeddings <c>[M, D]</c>. Borrowed.</param>
    /// <returns>Logits <c>[N, M]</c>; the caller disposes.</returns>
    public Tensor Logits(Tensor pictures, Tensor texts)
    {
        using var scope = NewDisposeScope();
        return ((pictures.matmul(texts.t()) * _scale.exp()) + _bias).MoveToOuterDisposeScope(); // [N, M]
    }

    /// <summary>The sigmoid loss of matching pairs on the diagonal: mean over pictures of Σ −log σ(±logit).</summary>
    /// <param name="logits"><c>[N, N]</c>. Borrowed.</param>
    /// <returns>A scalar; the caller disposes.</returns>
    /// <exception cref="ShapeException">Not a square.</exception>
    public static Tensor Loss(Tensor logits)
    {
        TensorShape.Require(logits, "The logits of matching pairs", TensorShape.Any, logits.size(0));
        using var scope = NewDisposeScope();
        var sign = (eye(logits.size(0), device: logits.device) * 2) - 1; // [N, N]
        return F.softplus(-(sign * logits)).sum(-1).mean().MoveToOuterDisposeScope();
    }
}
