using System.Globalization;
using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator TransposeDims = Operator.Get("aten::transpose", "int");
            private static readonly Operator MatrixProduct = Operator.Get("aten::matmul");

            /// <summary>The whole operator, with fused kernels on a GPU: libtorch has it from 2.0 on.</summary>
            private static readonly Lazy<Operator?> WholeAttention = new(static () =>
                int.Parse(__version__.Split('.')[0], CultureInfo.InvariantCulture) >= 2 ? Operator.Get("aten::scaled_dot_product_attention") : null);

            /// <summary>softmax(q·kᵀ/√d + mask)·v.</summary>
            /// <param name="query"><c>[..., L, d]</c>.</param>
            /// <param name="key"><c>[..., S, d]</c>.</param>
            /// <param name="value"><c>[..., S, e]</c>.</param>
            /// <param name="attn_mask">Broadcastable to <c>[..., L, S]</c>: boolean (true takes part) or added to the scores.</param>
            /// <param name="p">Dropout of the weights.</param>
            /// <param name="is_casual">Row i sees columns 0..i.</param>
            /// <exception cref="ArgumentException">Both a mask and <paramref name="is_casual"/>.</exception>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
            {
                if (attn_mask is not null && is_casual)
                {
                    throw new ArgumentException("Explicit attn_mask should not be set when is_casual=true.", nameof(attn_mask));
                }

                return WholeAttention.Value is { } whole
                    ? whole.Call(query, key, value, attn_mask, p, is_casual)
                    : ComposedAttention(query, key, value, attn_mask, p, is_casual);
            }

            // The query carries the scale because it is smaller than the scores.
            private static Tensor ComposedAttention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask, double p, bool is_casual)
            {
                using Tensor scaled = query.mul((Scalar)(1 / Math.Sqrt(query.size(-1))));
                using Tensor turned = TransposeDims.Call(key, -2L, -1L);
                using Tensor raw = MatrixProduct.Call(scaled, turned); // [..., L, S]
                using Tensor? causal = is_casual ? CausalMask(raw) : null;
                using Tensor? masked = Masked(raw, causal ?? attn_mask);
                using Tensor weights = softmax(masked ?? raw, -1);
                if (p <= 0)
                {
                    return MatrixProduct.Call(weights, value);
                }

                using Tensor thinned = dropout(weights, p, true);
                return MatrixProduct.Call(thinned, value);
            }

            private static Tensor CausalMask(Tensor scores)
            {
                using Tensor full = ones([scores.size(-2), scores.size(-1)], ScalarType.Bool, scores.device);
                return full.tril();
            }

            private static Tensor? Masked(Tensor scores, Tensor? mask)
            {
                if (mask is null)
                {
                    return null;
                }

                if (mask.dtype != ScalarType.Bool)
                {
                    return scores.add(mask);
                }

                using Tensor hidden = mask.logical_not();
                return scores.masked_fill(hidden, double.NegativeInfinity);
            }
        }
    }
}
