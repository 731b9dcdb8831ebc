using FaeRealtime.Parity.Cases;

using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Parity.Primitives;

/// <summary>Attention of `attn.q` to `attn.k` and `attn.v`.</summary>
internal static class AttentionPrimitives
{
    public static IReadOnlyList<Primitive> All { get; } =
    [
        new(@"attn\.out", golden => F.scaled_dot_product_attention(golden.Input("attn.q"), golden.Input("attn.k"), golden.Input("attn.v"))),
        new(@"attn\.out_masked", golden =>
            F.scaled_dot_product_attention(golden.Input("attn.q"), golden.Input("attn.k"), golden.Input("attn.v"), golden.Input("attn.mask"))),
        new(@"attn\.causal_selfq", Causal),
    ];

    // The queries attend to themselves.
    private static Tensor Causal(GoldenCase golden)
    {
        var q = golden.Input("attn.q"); // [B, H, L, Dh]
        return F.scaled_dot_product_attention(q, q, q, is_casual: true);
    }
}
