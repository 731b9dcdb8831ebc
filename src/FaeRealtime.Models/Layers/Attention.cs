using FaeRealtime.Core.Config;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Layers;

/// <summary>Multi-head self-attention with one projection for queries, keys and values, in this order, head-major inside each; optionally normalised and rotated.</summary>
internal sealed class Attention : nn.Module
{
    private readonly long _heads;

    [ComponentName(Name = "qkv")]
    private readonly Linear _merged;

    [ComponentName(Name = "q_norm")]
    private readonly Norm? _queryNorm;

    [ComponentName(Name = "k_norm")]
    private readonly Norm? _keyNorm;

    [ComponentName(Name = "proj")]
    private readonly Linear _projection;

    /// <summary>Creates the layer.</summary>
    /// <param name="width">Token width D.</param>
    /// <param name="heads">Heads H; D/H is the head width Dh.</param>
    /// <param name="qkvBias">Whether the merged projection has a bias.</param>
    /// <param name="qkNorm">The norm of queries and keys over the head width, or null for none.</param>
    /// <param name="device">Where the parameters lie.</param>
    public Attention(long width, long heads, bool qkvBias, NormKind? qkNorm, Device? device = null)
        : base(nameof(Attention))
    {
        _heads = heads;
        _merged = nn.Linear(width, 3 * width, qkvBias, device);
        if (qkNorm is { } kind)
        {
            var epsilon = kind == NormKind.RmsNorm ? Norm.TokenEpsilon : LayerNormEpsilon;
            _queryNorm = Norm.Create(kind, width / heads, device, epsilon);
            _keyNorm = Norm.Create(kind, width / heads, device, epsilon);
        }

        _projection = nn.Linear(width, width, true, device);
        RegisterComponents();
    }

    /// <summary>torch.nn.LayerNorm's default, which LightningDiT leaves for q and k.</summary>
    private const double LayerNormEpsilon = 1e-5;

    /// <summary>softmax(q·kᵀ/√Dh)·v per head, then the output projection.</summary>
    /// <param name="x">Tokens <c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="rotation"><c>[T, Dh/2]</c> from <see cref="RotaryEmbedding.Rotation"/>, or null for none. Borrowed.</param>
    /// <param name="mask"><c>[B, 1, 1, T]</c> from <see cref="KeyMask"/>, or null for none. Borrowed.</param>
    /// <returns>Tokens <c>[B, T, D]</c>; the caller disposes.</returns>
    public Tensor Mix(Tensor x, Tensor? rotation, Tensor? mask = null)
    {
        using var scope = NewDisposeScope();
        var (q, k, v) = AttentionHeads.Split(_merged.forward(x), _heads, _queryNorm, _keyNorm, rotation); // [B, H, T, Dh] each
        var joined = AttentionHeads.Join(AttentionHeads.Mix(q, k, v, mask)); // [B, T, D]
        return _projection.forward(joined).MoveToOuterDisposeScope(); // [B, T, D]
    }

    /// <summary>Cross-attention: other tokens ask, x answers, without norm or rotation.</summary>
    /// <param name="queries"><c>[B, N, D]</c>. Borrowed.</param>
    /// <param name="x">Tokens <c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="mask"><c>[B, 1, 1, T]</c> from <see cref="KeyMask"/>, or null for none. Borrowed.</param>
    /// <returns><c>[B, N, D]</c>; the caller disposes.</returns>
    public Tensor Ask(Tensor queries, Tensor x, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var (b, n, t, d) = (x.size(0), queries.size(1), x.size(1), x.size(2));
        var weights = _merged.weight!.split([d, 2 * d], 0);
        var biases = _merged.bias?.split([d, 2 * d], 0);
        var q = F.linear(queries, weights[0], biases?[0]).view(b, n, _heads, d / _heads).transpose(1, 2); // [B, H, N, Dh]
        var kv = F.linear(x, weights[1], biases?[1]).view(b, t, 2, _heads, d / _heads).permute(2, 0, 3, 1, 4).unbind(0); // [B, H, T, Dh] each
        var mixed = F.scaled_dot_product_attention(q, kv[0], kv[1], mask); // [B, H, N, Dh]
        return _projection.forward(mixed.transpose(1, 2).reshape(b, n, d)).MoveToOuterDisposeScope(); // [B, N, D]
    }
}
