using System.Runtime.InteropServices;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace FaeRealtime.Models.Kernels;

/// <summary>What stands between attention's merged projection and its product, in one pass: the split into queries, keys and values, the RMS norm of queries and keys over each head, their rotation.</summary>
/// <remarks>
/// hustvl/LightningDiT: y = R·(x̂·w), x̂ = x / √(mean(x²) + ε) over a head, R a rotation of adjacent pairs. Backwards, with n = Rᵀ·dy and a = n·w: dx = (a − x̂·mean(a·x̂)) / √(…), dw = Σ n·x̂.
/// The results are contiguous, head by head, as batched products want them.
/// </remarks>
internal static class FusedHeads
{
    private const int PairBits = 32;

    /// <summary>Splits, normalises and rotates.</summary>
    /// <param name="merged"><c>[B, T, 3·D]</c>: queries, keys, values, head-major inside each; contiguous, float32 or bfloat16, on the CPU. Borrowed.</param>
    /// <param name="heads">Heads H; D/H is the head width Dh.</param>
    /// <param name="queryWeight">The norm's weight over Dh, or null for no norm. Borrowed.</param>
    /// <param name="keyWeight">The same of the keys. Borrowed.</param>
    /// <param name="epsilon">The norm's, added to the mean square.</param>
    /// <param name="rotation"><c>[T, Dh/2]</c>, complex64, or null for none. Borrowed.</param>
    /// <returns>Queries, keys and values, <c>[B, H, T, Dh]</c> each; the caller disposes.</returns>
    public static (Tensor Q, Tensor K, Tensor V) Apply(Tensor merged, long heads, Tensor? queryWeight, Tensor? keyWeight, double epsilon, Tensor? rotation)
    {
        using var scope = NewDisposeScope();
        var turns = rotation is null ? null : new Turns(rotation, (int)(merged.size(2) / 3 / heads));
        var result = Function.apply(merged, queryWeight!, keyWeight!, heads, epsilon, turns!).ConvertAll(part => part.MoveToOuterDisposeScope()); // [B, H, T, Dh] each
        return (result[0], result[1], result[2]);
    }

    // Cosines and sines of every token, as y = x·c + swapped(x)·s wants them: c₀ c₀ c₁ c₁ …, −s₀ s₀ −s₁ s₁ …
    private sealed class Turns
    {
        private readonly float[] _cosines;
        private readonly float[] _sines;
        private readonly int _width;

        /// <param name="rotation"><c>[T, Dh/2]</c>, complex. Borrowed.</param>
        /// <param name="width">Head width Dh.</param>
        public Turns(Tensor rotation, int width)
        {
            using var pairs = view_as_real(rotation).contiguous(); // [T, Dh/2, 2]
            var values = MemoryMarshal.Cast<byte, float>(pairs.bytes);
            _width = width;
            _cosines = new float[values.Length];
            _sines = new float[values.Length];
            for (var i = 0; i < values.Length; i += 2)
            {
                _cosines[i] = _cosines[i + 1] = values[i];
                _sines[i + 1] = values[i + 1];
                _sines[i] = -values[i + 1];
            }
        }

        public void Turn(Span<float> head, int token, Span<float> scratch)
        {
            Swap(head, scratch);
            TensorPrimitives.Multiply(head, _cosines.AsSpan(token * _width, _width), head);
            TensorPrimitives.MultiplyAdd(scratch, _sines.AsSpan(token * _width, _width), head, head);
        }

        public void TurnBack(Span<float> head, int token, Span<float> scratch)
        {
            TensorPrimitives.Multiply(head, _sines.AsSpan(token * _width, _width), scratch);
            Swap(scratch, scratch);
            TensorPrimitives.MultiplyAdd(head, _cosines.AsSpan(token * _width, _width), scratch, head);
        }

        // The two numbers of every pair change places.
        private static void Swap(ReadOnlySpan<float> from, Span<float> to) =>
            TensorPrimitives.RotateLeft(MemoryMarshal.Cast<float, ulong>(from), PairBits, MemoryMarshal.Cast<float, ulong>(to));
    }

    private sealed class Function : autograd.MultiTensorFunction<Function>
    {
        public override string Name => nameof(FusedHeads);

        /// <returns>Queries, keys and values, each <c>[B, H, T, Dh]</c>.</returns>
        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (merged, queryWeight, keyWeight) = ((Tensor)vars[0], (Tensor?)vars[1], (Tensor?)vars[2]);
            var (heads, epsilon, turns) = ((long)vars[3], (double)vars[4], (Turns?)vars[5]);
            var (b, t, d) = (merged.size(0), merged.size(1), merged.size(2) / 3);
            List<Tensor> parts = [.. Enumerable.Range(0, 3).Select(_ => empty([b, heads, t, d / heads], merged.dtype))];
            Forward(merged, [queryWeight, keyWeight, null], epsilon, turns, parts);
            ctx.save_for_backward([merged, queryWeight!, keyWeight!]);
            ctx.save_data(nameof(epsilon), epsilon);
            ctx.save_data(nameof(turns), turns!);
            return parts;
        }

        /// <param name="ctx">Holds the projection, the norms' weights and the rotation.</param>
        /// <param name="grad_outputs">Of queries, keys and values, each <c>[B, H, T, Dh]</c>.</param>
        /// <returns>Gradients of the projection <c>[B, T, 3·D]</c> and of the norms' weights, each <c>[Dh]</c> or null; null for what is no tensor.</returns>
        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            var saved = ctx.get_saved_variables();
            var (merged, queryWeight, keyWeight) = (saved[0], Valid(saved[1]), Valid(saved[2]));
            var dMerged = empty_like(merged);
            var dQuery = queryWeight is null ? null : empty_like(queryWeight);
            var dKey = keyWeight is null ? null : empty_like(keyWeight);
            var gradients = grad_outputs.ConvertAll(gradient => gradient.contiguous()); // [B, H, T, Dh] each
            Backward(merged, [queryWeight, keyWeight, null], (double)ctx.get_data("epsilon"), (Turns?)ctx.get_data("turns"), gradients, dMerged, [dQuery, dKey, null]);
            gradients.ForEach(tensor => tensor.Dispose());
            saved.ForEach(tensor => tensor?.Dispose());
            return [dMerged, dQuery!, dKey!, null!, null!, null!];
        }

        private static Tensor? Valid(Tensor? tensor) => tensor is { IsInvalid: false } ? tensor : null;
    }

    // Where a head of a token stands in [B, H, T, Dh].
    private static long HeadRow(int token, int head, int heads, int tokens) => ((((long)token / tokens * heads) + head) * tokens) + (token % tokens);

    private static void Forward(Tensor merged, Tensor?[] weights, double epsilon, Turns? turns, List<Tensor> parts)
    {
        var (tokens, heads, width) = ((int)merged.size(1), (int)parts[0].size(1), (int)parts[0].size(3));
        var rowWidth = heads * width;
        var from = new TensorRows(merged, rowWidth);
        var to = parts.ConvertAll(part => new TensorRows(part, width));
        var gains = Array.ConvertAll(weights, weight => Values(weight, width));
        RowThreads.Over((int)(merged.size(0) * tokens), merged.numel(), (first, end) =>
        {
            var scratch = new float[rowWidth + width];
            var row = scratch.AsSpan(0, rowWidth);
            var swapped = scratch.AsSpan(rowWidth);
            for (var i = first; i < end; i++)
            {
                for (var part = 0; part < parts.Count; part++)
                {
                    from.Read((3L * i) + part, row);
                    for (var h = 0; h < heads; h++)
                    {
                        var head = row.Slice(h * width, width);
                        if (gains[part] is { } gain)
                        {
                            RmsRow.Normalise(head, epsilon);
                            TensorPrimitives.Multiply(head, gain, head);
                        }

                        if (part < 2)
                        {
                            turns?.Turn(head, i % tokens, swapped);
                        }

                        to[part].Write(HeadRow(i, h, heads, tokens), head);
                    }
                }
            }
        });
    }

    private static void Backward(Tensor merged, Tensor?[] weights, double epsilon, Turns? turns, List<Tensor> gradients, Tensor dMerged, Tensor?[] dWeights)
    {
        var (pictures, tokens, heads, width) = ((int)merged.size(0), (int)merged.size(1), (int)gradients[0].size(1), (int)gradients[0].size(3));
        var rowWidth = heads * width;
        var (from, to) = (new TensorRows(merged, rowWidth), new TensorRows(dMerged, rowWidth));
        var given = gradients.ConvertAll(gradient => new TensorRows(gradient, width));
        var gains = Array.ConvertAll(weights, weight => Values(weight, width));
        var sums = Array.ConvertAll(weights, weight => weight is null ? null : new float[pictures * width]);
        RowThreads.Over(pictures, merged.numel(), (first, end) =>
        {
            var scratch = new float[(2 * rowWidth) + width];
            var row = scratch.AsSpan(0, rowWidth);
            var upper = scratch.AsSpan(rowWidth, rowWidth);
            var spare = scratch.AsSpan(2 * rowWidth);
            for (var i = first * tokens; i < end * tokens; i++)
            {
                for (var part = 0; part < given.Count; part++)
                {
                    if (gains[part] is not null)
                    {
                        from.Read((3L * i) + part, row);
                    }

                    for (var h = 0; h < heads; h++)
                    {
                        var dy = upper.Slice(h * width, width);
                        given[part].Read(HeadRow(i, h, heads, tokens), dy);
                        if (part < 2)
                        {
                            turns?.TurnBack(dy, i % tokens, spare);
                        }

                        if (gains[part] is { } gain)
                        {
                            RmsRow.Backward(row.Slice(h * width, width), dy, gain, epsilon, sums[part].AsSpan(i / tokens * width, width));
                        }
                    }

                    to.Write((3L * i) + part, upper);
                }
            }
        });

        for (var part = 0; part < 2; part++)
        {
            if (dWeights[part] is { } dWeight)
            {
                new TensorRows(dWeight, width).Write(0, RowSums.Of(sums[part]!, width));
            }
        }
    }

    private static float[]? Values(Tensor? weight, int width)
    {
        if (weight is null)
        {
            return null;
        }

        var values = new float[width];
        new TensorRows(weight, width).Read(0, values);
        return values;
    }
}
