using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace FaeRealtime.Models.Kernels;

/// <summary>RMS normalisation with adaLN's scale and shift in one pass over the tokens: y = x̂·g + β, x̂ = x / √(mean(x²) + ε), g = w·(1 + γ).</summary>
/// <remarks>
/// Zhang &amp; Sennrich 2019, arXiv:1910.07467; Peebles &amp; Xie 2022, arXiv:2212.09748 §3.2. Backwards, with a = dy·g: dx = (a − x̂·mean(a·x̂)) / √(…), dg = Σ dy·x̂ and dβ = Σ dy over the picture's tokens.
/// libtorch's processor version takes a dozen passes. The sums are made picture by picture, in order: the same bytes for any number of threads.
/// </remarks>
internal static class FusedRmsNorm
{
    /// <summary>Whether <see cref="Apply"/> can take these.</summary>
    /// <param name="x"><c>[.., D]</c>. Borrowed.</param>
    public static bool Serves(Tensor x) => x.dim() >= 2 && TensorRows.Reads(x);

    /// <summary>Normalises.</summary>
    /// <param name="x"><c>[B, .., D]</c>, contiguous, float32 or bfloat16, on the CPU. Borrowed.</param>
    /// <param name="weight"><c>[D]</c>. Borrowed.</param>
    /// <param name="scale">γ <c>[B, 1, D]</c>, or null for none. Borrowed.</param>
    /// <param name="shift">β <c>[B, 1, D]</c>, or null for none. Borrowed.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <returns><c>[B, .., D]</c> of the type of <paramref name="x"/>; the caller disposes.</returns>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? scale, Tensor? shift, double epsilon)
    {
        using var scope = NewDisposeScope();
        return Function.apply(x, weight, scale?.contiguous()!, shift?.contiguous()!, epsilon).MoveToOuterDisposeScope();
    }

    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        public override string Name => nameof(FusedRmsNorm);

        /// <returns><c>[B, .., D]</c>.</returns>
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (x, weight, scale, shift, epsilon) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor?)vars[2], (Tensor?)vars[3], (double)vars[4]);
            var result = empty_like(x);
            Forward(x, weight, scale, shift, epsilon, result);
            ctx.save_for_backward([x, weight, scale!]);
            ctx.save_data(nameof(epsilon), epsilon);
            ctx.save_data(nameof(shift), shift is not null);
            return result;
        }

        /// <param name="ctx">Holds x, the weight and the scale.</param>
        /// <param name="grad_output"><c>[B, .., D]</c>.</param>
        /// <returns>Gradients of x <c>[B, .., D]</c>, of the weight <c>[D]</c>, of scale and shift, each <c>[B, 1, D]</c> or null; null for ε.</returns>
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            var (x, weight, scale) = (saved[0], saved[1], saved[2] is { IsInvalid: false } given ? given : null);
            var shifted = (bool)ctx.get_data("shift");
            using var gradient = grad_output.contiguous();
            var dx = empty_like(x);
            var dWeight = empty_like(weight);
            var dScale = scale is null ? null : empty_like(scale);
            var dShift = shifted ? empty_like(scale!) : null;
            Backward(x, weight, scale, (double)ctx.get_data("epsilon"), gradient, dx, dWeight, dScale, dShift);
            saved.ForEach(tensor => tensor?.Dispose());
            return [dx, dWeight, dScale!, dShift!, null!];
        }
    }

    private static void Gain(ReadOnlySpan<float> weight, TensorRows? scale, int picture, Span<float> gain)
    {
        if (scale is not { } rows)
        {
            weight.CopyTo(gain);
            return;
        }

        rows.Read(picture, gain);
        TensorPrimitives.Add(gain, 1f, gain);
        TensorPrimitives.Multiply(gain, weight, gain);
    }

    private static void Forward(Tensor x, Tensor weight, Tensor? scale, Tensor? shift, double epsilon, Tensor result)
    {
        var width = (int)x.size(-1);
        var rows = (int)(x.numel() / width);
        var tokens = rows / (int)x.size(0);
        var (from, to, weights) = (new TensorRows(x, width), new TensorRows(result, width), new TensorRows(weight, width));
        var scales = scale is null ? (TensorRows?)null : new TensorRows(scale, width);
        var shifts = shift is null ? (TensorRows?)null : new TensorRows(shift, width);
        RowThreads.Over(rows, x.numel(), (first, end) =>
        {
            var scratch = new float[4 * width];
            var row = scratch.AsSpan(0, width);
            var unitWeight = scratch.AsSpan(width, width);
            var gain = scratch.AsSpan(2 * width, width);
            var offset = scratch.AsSpan(3 * width, width);
            weights.Read(0, unitWeight);
            var picture = -1;
            for (var i = first; i < end; i++)
            {
                if (i / tokens != picture)
                {
                    picture = i / tokens;
                    Gain(unitWeight, scales, picture, gain);
                    shifts?.Read(picture, offset);
                }

                from.Read(i, row);
                RmsRow.Normalise(row, epsilon);
                TensorPrimitives.MultiplyAdd(row, gain, offset, row);
                to.Write(i, row);
            }
        });
    }

    private static void Backward(Tensor x, Tensor weight, Tensor? scale, double epsilon, Tensor gradient, Tensor dx, Tensor dWeight, Tensor? dScale, Tensor? dShift)
    {
        var width = (int)x.size(-1);
        var pictures = (int)x.size(0);
        var tokens = (int)(x.numel() / width) / pictures;
        var (from, given, to, weights) = (new TensorRows(x, width), new TensorRows(gradient, width), new TensorRows(dx, width), new TensorRows(weight, width));
        var scales = scale is null ? (TensorRows?)null : new TensorRows(scale, width);
        var toScale = dScale is null ? (TensorRows?)null : new TensorRows(dScale, width);
        var toShift = dShift is null ? (TensorRows?)null : new TensorRows(dShift, width);
        var weightSums = new float[pictures * width];
        RowThreads.Over(pictures, x.numel(), (first, end) =>
        {
            var scratch = new float[6 * width];
            var unit = scratch.AsSpan(0, width);
            var upper = scratch.AsSpan(width, width);
            var unitWeight = scratch.AsSpan(2 * width, width);
            var gain = scratch.AsSpan(3 * width, width);
            var gainSum = scratch.AsSpan(4 * width, width);
            var shiftSum = scratch.AsSpan(5 * width, width);
            weights.Read(0, unitWeight);
            for (var picture = first; picture < end; picture++)
            {
                Gain(unitWeight, scales, picture, gain);
                gainSum.Clear();
                shiftSum.Clear();
                for (var i = picture * tokens; i < (picture + 1) * tokens; i++)
                {
                    from.Read(i, unit);
                    given.Read(i, upper);
                    TensorPrimitives.Add(shiftSum, upper, shiftSum);
                    RmsRow.Backward(unit, upper, gain, epsilon, gainSum);
                    to.Write(i, upper);
                }

                toShift?.Write(picture, shiftSum);
                TensorPrimitives.Multiply(gainSum, unitWeight, upper);
                toScale?.Write(picture, upper);
                ShareOfWeight(gainSum, scales, picture, weightSums.AsSpan(picture * width, width));
            }
        });
        new TensorRows(dWeight, width).Write(0, RowSums.Of(weightSums, width));
    }

    // dw of one picture: Σ dy·x̂·(1 + γ).
    private static void ShareOfWeight(ReadOnlySpan<float> gainSum, TensorRows? scale, int picture, Span<float> share)
    {
        if (scale is not { } rows)
        {
            gainSum.CopyTo(share);
            return;
        }

        rows.Read(picture, share);
        TensorPrimitives.MultiplyAdd(share, gainSum, gainSum, share);
    }
}
