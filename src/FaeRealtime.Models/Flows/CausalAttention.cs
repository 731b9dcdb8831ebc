using FaeRealtime.Models.Layers;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Flows;

/// <summary>A flow's attention: every token asks those before it and itself. Its norm lies inside, as in the official keys; keys and values may have fewer heads than queries.</summary>
internal sealed class CausalAttention : nn.Module
{
    private readonly FlowLayerShape _shape;

    [ComponentName(Name = "norm")]
    private readonly nn.Module<Tensor, Tensor> _norm;

    [ComponentName(Name = "qkv")]
    private readonly Linear _merged;

    [ComponentName(Name = "query_norm")]
    private readonly OffsetRmsNorm? _queryNorm;

    [ComponentName(Name = "key_norm")]
    private readonly OffsetRmsNorm? _keyNorm;

    [ComponentName(Name = "proj")]
    private readonly Linear _projection;

    [ComponentName(Name = "post_norm")]
    private readonly OffsetRmsNorm? _postNorm;

    public CausalAttention(FlowLayerShape shape, Device? device = null)
        : base(nameof(CausalAttention))
    {
        _shape = shape;
        var inner = (long)shape.Heads * shape.HeadWidth;
        _norm = OffsetRmsNorm.Of(shape.Norm, shape.Width, device);
        _merged = nn.Linear(shape.Width, inner + (2L * shape.KeyHeads * shape.HeadWidth), shape.Bias, device);
        _queryNorm = shape.QkNorm ? new OffsetRmsNorm(shape.HeadWidth, device) : null;
        _keyNorm = shape.QkNorm ? new OffsetRmsNorm(shape.HeadWidth, device) : null;
        _projection = nn.Linear(inner, shape.Width, shape.Bias, device);
        _postNorm = shape.PostNorm ? new OffsetRmsNorm(shape.Width, device) : null;
        RegisterComponents();
    }

    /// <summary>softmax(q·kᵀ/(√Dh·temperature))·v per head over the tokens so far, then the output projection.</summary>
    /// <param name="x">Tokens <c>[B, n, D]</c>, which follow those of the pass's cache. Borrowed.</param>
    /// <param name="layer">This layer's index in the cache.</param>
    /// <param name="pass">Positions, cache, temperature.</param>
    /// <returns>Tokens <c>[B, n, D]</c>; the caller disposes.</returns>
    public Tensor Mix(Tensor x, int layer, CausalPass pass)
    {
        using var scope = NewDisposeScope();
        var (queries, keyValues) = ((long)_shape.Heads * _shape.HeadWidth, (long)_shape.KeyHeads * _shape.HeadWidth);
        var parts = _merged.forward(_norm.forward(x)).split([queries, keyValues, keyValues], 2); // [B, n, H·Dh], [B, n, Hk·Dh] twice
        var places = pass.Places(x.size(1)); // [n, Dh/2]
        var q = Rotate(Normal(_queryNorm, Heads(parts[0], _shape.Heads)), places); // [B, H, n, Dh]
        var k = Rotate(Normal(_keyNorm, Heads(parts[1], _shape.KeyHeads)), places); // [B, Hk, n, Dh]
        var v = Heads(parts[2], _shape.KeyHeads); // [B, Hk, n, Dh]
        if (pass.Cache is { } cache)
        {
            (k, v) = cache.Write(layer, k, v); // [B, Hk, T, Dh] each
        }

        var mixed = Attend(pass.Temperature == 1 ? q : q / pass.Temperature, Shared(k), Shared(v)); // [B, H, n, Dh]
        var joined = mixed.transpose(1, 2).reshape(x.size(0), x.size(1), queries); // [B, n, H·Dh]
        return Normal(_postNorm, _projection.forward(joined)).MoveToOuterDisposeScope(); // [B, n, D]
    }

    private static Tensor Attend(Tensor q, Tensor k, Tensor v)
    {
        var (asking, all) = (q.size(2), k.size(2));
        if (asking == all)
        {
            return F.scaled_dot_product_attention(q, k, v, is_casual: true); // [B, H, T, Dh]
        }

        // A single new token sees everything.
        var mask = asking == 1 ? null : ones([asking, all], ScalarType.Bool, q.device).tril(all - asking); // [n, T]
        return F.scaled_dot_product_attention(q, k, v, mask); // [B, H, n, Dh]
    }

    private static Tensor Normal(OffsetRmsNorm? norm, Tensor x) => norm is null ? x : norm.forward(x);

    private Tensor Heads(Tensor part, int heads) => part.view(part.size(0), part.size(1), heads, _shape.HeadWidth).transpose(1, 2); // [B, H, n, Dh]

    private Tensor Shared(Tensor x) => _shape.KeyHeads == _shape.Heads ? x : x.repeat_interleave(_shape.Heads / _shape.KeyHeads, 1); // [B, H, T, Dh]

    private Tensor Rotate(Tensor x, Tensor? places)
    {
        if (places is null)
        {
            return x;
        }

        if (!_shape.HalfSplitRope)
        {
            return RotaryEmbedding.Rotate(x, places); // [B, H, n, Dh]
        }

        var half = _shape.HeadWidth / 2;
        var beside = x.unflatten(3, 2, half).transpose(3, 4).flatten(3); // pairs brought together
        return RotaryEmbedding.Rotate(beside, places).unflatten(3, half, 2).transpose(3, 4).flatten(3); // [B, H, n, Dh]
    }
}
