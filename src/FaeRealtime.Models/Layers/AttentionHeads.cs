using FaeRealtime.Models.Kernels;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Layers;

/// <summary>What stands between an attention's projections: the split into heads, softmax(q·kᵀ/√Dh)·v of each, and their joining.</summary>
internal static class AttentionHeads
{
    /// <summary>Up to so many tokens the scores are written out.</summary>
    private const long SmallTokens = 256;

    /// <summary>Splits a merged projection; norms and turns queries and keys.</summary>
    /// <param name="all"><c>[B, T, 3·D]</c>: queries, keys, values, head-major inside each. Borrowed.</param>
    /// <param name="heads">Heads H; D/H is the head width Dh.</param>
    /// <param name="queryNorm">The queries' norm over Dh, or null for none.</param>
    /// <param name="keyNorm">The keys'.</param>
    /// <param name="rotation"><c>[T, Dh/2]</c> from <see cref="RotaryEmbedding.Rotation"/>, or null for none. Borrowed.</param>
    /// <returns>Queries, keys and values, <c>[B, H, T, Dh]</c> each, in the caller's dispose scope.</returns>
    public static (Tensor Q, Tensor K, Tensor V) Split(Tensor all, long heads, Norm? queryNorm, Norm? keyNorm, Tensor? rotation)
    {
        if (TensorRows.Reads(all) && (queryNorm is RmsNorm || (queryNorm is null && rotation is not null)))
        {
            var (ofQueries, ofKeys) = (queryNorm as RmsNorm, keyNorm as RmsNorm);
            return FusedHeads.Apply(all, heads, ofQueries?.Weight, ofKeys?.Weight, ofQueries?.Epsilon ?? 0, rotation);
        }

        var (b, t, d) = (all.size(0), all.size(1), all.size(2) / 3);
        var parts = all.view(b, t, 3, heads, d / heads).permute(2, 0, 3, 1, 4); // [3, B, H, T, Dh]
        return queryNorm is null ? Plain(parts, rotation) : Normalised(parts, queryNorm, keyNorm!, rotation);
    }

    /// <summary>softmax(q·kᵀ/√Dh)·v per head.</summary>
    /// <param name="q"><c>[B, H, N, Dh]</c>. Borrowed.</param>
    /// <param name="k"><c>[B, H, T, Dh]</c>. Borrowed.</param>
    /// <param name="v"><c>[B, H, T, Dh]</c>. Borrowed.</param>
    /// <param name="mask"><c>[B, 1, 1, T]</c> from <see cref="KeyMask"/>, or null for none. Borrowed.</param>
    /// <returns><c>[B, H, N, Dh]</c>; the caller disposes.</returns>
    public static Tensor Mix(Tensor q, Tensor k, Tensor v, Tensor? mask = null) =>
        mask is null && SmallProducts(q) ? Products(q, k, v) : F.scaled_dot_product_attention(q, k, v, mask); // [B, H, N, Dh]

    /// <summary>Lays the heads side by side again.</summary>
    /// <param name="mixed"><c>[B, H, T, Dh]</c>. Borrowed.</param>
    /// <returns><c>[B, T, D]</c>, in the caller's dispose scope.</returns>
    public static Tensor Join(Tensor mixed) => mixed.transpose(1, 2).flatten(2); // [B, T, D]

    // libtorch's fused attention on the processor makes a product of its own for every head and 32 queries; in bfloat16 each of them is set up anew by oneDNN, which takes
    // longer than the product. Two batched products are faster while the whole table of scores is small.
    private static bool SmallProducts(Tensor q) => q.dtype == ScalarType.BFloat16 && q.device_type == DeviceType.CPU && q.size(2) <= SmallTokens;

    private static Tensor Products(Tensor q, Tensor k, Tensor v)
    {
        using var scores = q.mul(1 / Math.Sqrt(q.size(3))).matmul(k.transpose(2, 3)); // [B, H, T, T]
        using var weights = scores.softmax(-1); // [B, H, T, T]
        return weights.matmul(v); // [B, H, T, Dh]
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

    private static (Tensor Q, Tensor K, Tensor V) Normalised(Tensor parts, Norm queryNorm, Norm keyNorm, Tensor? rotation)
    {
        var all = parts.unbind(0); // [B, H, T, Dh] each
        var q = queryNorm.forward(all[0]);
        var k = keyNorm.forward(all[1]);
        return rotation is null
            ? (q, k, all[2])
            : (RotaryEmbedding.Rotate(q, rotation), RotaryEmbedding.Rotate(k, rotation), all[2]);
    }
}
