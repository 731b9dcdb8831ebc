using FaeRealtime.Core.Config;
using FaeRealtime.Models.Kernels;
using TorchSharp;
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

    /// <summary>Up to so many tokens the scores are written out.</summary>
    private const long SmallTokens = 256;

    /// <summary>softmax(q·kᵀ/√Dh)·v per head, then the output projection.</summary>
    /// <param name="x">Tokens <c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="rotation"><c>[T, Dh/2]</c> from <see cref="RotaryEmbedding.Rotation"/>, or null for none. Borrowed.</param>
    /// <param name="mask"><c>[B, 1, 1, T]</c> from <see cref="KeyMask"/>, or null for none. Borrowed.</param>
    /// <returns>Tokens <c>[B, T, D]</c>; the caller disposes.</returns>
    public Tensor Mix(Tensor x, Tensor? rotation, Tensor? mask = null)
    {
        using var scope = NewDisposeScope();
        var (b, t, d) = (x.size(0), x.size(1), x.size(2));
        var (q, k, v) = Heads(_merged.forward(x), rotation); // [B, H, T, Dh] each
        var mixed = mask is null && SmallProducts(q) ? Products(q, k, v) : F.scaled_dot_product_attention(q, k, v, mask); // [B, H, T, Dh]
        var joined = mixed.transpose(1, 2).reshape(b, t, d); // [B, T, D]
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

    // libtorch's fused attention on the processor makes a product of its own for every head and 32 queries; in bfloat16 each of them is set up anew by oneDNN, which takes
    // longer than the product. Two batched products are faster while the whole table of scores is small.
    private static bool SmallProducts(Tensor q) => q.dtype == ScalarType.BFloat16 && q.device_type == DeviceType.CPU && q.size(2) <= SmallTokens;

    private static Tensor Products(Tensor q, Tensor k, Tensor v)
    {
        using var scores = q.mul(1 / Math.Sqrt(q.size(3))).matmul(k.transpose(2, 3)); // [B, H, T, T]
        using var weights = scores.softmax(-1); // [B, H, T, T]
        return weights.matmul(v); // [B, H, T, Dh]
    }

    private (Tensor Q, Tensor K, Tensor V) Heads(Tensor all, Tensor? rotation)
    {
        if (TensorRows.Reads(all) && (_queryNorm is RmsNorm || (_queryNorm is null && rotation is not null)))
        {
            var (ofQueries, ofKeys) = (_queryNorm as RmsNorm, _keyNorm as RmsNorm);
            return FusedHeads.Apply(all, _heads, ofQueries?.Weight, ofKeys?.Weight, ofQueries?.Epsilon ?? 0, rotation);
        }

        var (b, t, d) = (all.size(0), all.size(1), all.size(2) / 3);
        var parts = all.view(b, t, 3, _heads, d / _heads).permute(2, 0, 3, 1, 4); // [3, B, H, T, Dh]
        return _queryNorm is null ? Plain(parts, rotation) : Normalised(parts, rotation);
    }

    private static (Tensor Q, Tensor K, Tensor V) Plain(Tensor parts, Tensor? rotation)
    {
        if (rotation is null)
        {
            var all = parts.unbind(0);
            return (all[0], all[1], all[2]);
        }

        // Queries and keys turn together; a split (not two slices) keeps the backward pass to one concatenation.
        var groups = parts.split([2L, 1L], 0); // [2, B, H, T, Dh], [1, B, H, T, Dh]
        var turned = RotaryEmbedding.Rotate(groups[0], rotation).unbind(0); // [B, H, T, Dh] each
        return (turned[0], turned[1], groups[1].squeeze(0));
    }

    private (Tensor Q, Tensor K, Tensor V) Normalised(Tensor parts, Tensor? rotation)
    {
        var all = parts.unbind(0); // [B, H, T, Dh] each
        var q = _queryNorm!.forward(all[0]);
        var k = _keyNorm!.forward(all[1]);
        return rotation is null
            ? (q, k, all[2])
            : (RotaryEmbedding.Rotate(q, rotation), RotaryEmbedding.Rotate(k, rotation), all[2]);
    }
}
