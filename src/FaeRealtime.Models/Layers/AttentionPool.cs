using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Layers;

/// <summary>SigLIP's pooling head: one learned query attends over all tokens, then a residual MLP (multihead attention pooling).</summary>
internal sealed class AttentionPool : nn.Module
{
    [ComponentName(Name = "latent")]
    private readonly Parameter _latent;

    [ComponentName(Name = "attn")]
    private readonly Attention _attention;

    [ComponentName(Name = "norm")]
    private readonly Norm _norm;

    [ComponentName(Name = "mlp")]
    private readonly FeedForward _feedForward;

    public AttentionPool(BlockShape shape, Device? device = null)
        : base(nameof(AttentionPool))
    {
        _latent = new Parameter(zeros([1, 1, shape.Width], device: device));
        _attention = new Attention(shape.Width, shape.Heads, shape.QkvBias, qkNorm: null, device);
        _norm = Norm.Create(shape.Norm, shape.Width, device, shape.NormEpsilon);
        _feedForward = new FeedForward(shape.FeedForward, shape.Width, shape.Hidden, device);
        RegisterComponents();
    }

    /// <summary>Pools.</summary>
    /// <param name="tokens"><c>[B, T, D]</c>, after the final norm. Borrowed.</param>
    /// <param name="mask"><c>[B, 1, 1, T]</c> from <see cref="KeyMask"/>, or null for none. Borrowed.</param>
    /// <returns><c>[B, D]</c>; the caller disposes.</returns>
    public Tensor Pool(Tensor tokens, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var pooled = _attention.Ask(_latent.expand(tokens.size(0), -1, -1), tokens, mask); // [B, 1, D]
        return (pooled + _feedForward.forward(_norm.forward(pooled))).squeeze(1).MoveToOuterDisposeScope(); // [B, D]
    }
}
