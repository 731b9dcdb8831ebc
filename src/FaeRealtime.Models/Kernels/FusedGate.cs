using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace FaeRealtime.Models.Kernels;

/// <summary>adaLN-Zero's gated residual in one pass: y = x + g·f, one gate a picture and channel.</summary>
/// <remarks>Backwards: dx = dy, df = dy·g, dg = Σ dy·f over the picture's tokens.</remarks>
internal static class FusedGate
{
    /// <summary>Applies it to whatever tensors there are: by the kernel where it can read them.</summary>
    /// <param name="x"><c>[B, T, D]</c>. Borrowed.</param>
    /// <param name="gate"><c>[B, 1 or T, D]</c>. Borrowed.</param>
    /// <param name="branch"><c>[B, T, D]</c>. Borrowed.</param>
    /// <returns><c>[B, T, D]</c>; the caller disposes.</returns>
    public static Tensor Add(Tensor x, Tensor gate, Tensor branch) =>
        gate.size(1) == 1 && TensorRows.Reads(x) && TensorRows.Reads(branch) ? Apply(x, gate, branch) : x.addcmul(gate, branch, 1); // [B, T, D]

    /// <summary>Applies it.</summary>
    /// <param name="x"><c>[B, T, D]</c>, contiguous, float32 or bfloat16, on the CPU. Borrowed.</param>
    /// <param name="gate"><c>[B, 1, D]</c>. Borrowed.</param>
    /// <param name="branch"><c>[B, T, D]</c>, contiguous. Borrowed.</param>
    /// <returns><c>[B, T, D]</c>; the caller disposes.</returns>
    public static Tensor Apply(Tensor x, Tensor gate, Tensor branch)
    {
        using var scope = NewDisposeScope();
        return Function.apply(x, gate.contiguous(), branch).MoveToOuterDisposeScope();
    }

    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        public override string Name => nameof(FusedGate);

        /// <returns><c>[B, T, D]</c>.</returns>
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (x, gate, branch) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
            var result = empty_like(x);
            Forward(x, gate, branch, result);
            ctx.save_for_backward([gate, branch]);
            return result;
        }

        /// <param name="ctx">Holds the gate and the branch.</param>
        /// <param name="grad_output"><c>[B, T, D]</c>.</param>
        /// <returns>Gradients of x <c>[B, T, D]</c>, of the gate <c>[B, 1, D]</c> and of the branch <c>[B, T, D]</c>.</returns>
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            using var gate = saved[0];
            using var branch = saved[1];
            var gradient = grad_output.contiguous();
            var dGate = empty_like(gate);
            var dBranch = empty_like(branch);
            Backward(gate, branch, gradient, dGate, dBranch);
            return [gradient, dGate, dBranch];
        }
    }

    private static void Forward(Tensor x, Tensor gate, Tensor branch, Tensor result)
    {
        var width = (int)x.size(-1);
        var tokens = (int)x.size(1);
        var (from, gates, other, to) = (new TensorRows(x, width), new TensorRows(gate, width), new TensorRows(branch, width), new TensorRows(result, width));
        RowThreads.Over((int)(x.size(0) * tokens), x.numel(), (first, end) =>
        {
            var scratch = new float[3 * width];
            var row = scratch.AsSpan(0, width);
            var g = scratch.AsSpan(width, width);
            var f = scratch.AsSpan(2 * width, width);
            for (var i = first; i < end; i++)
            {
                if (i == first || i % tokens == 0)
                {
                    gates.Read(i / tokens, g);
                }

                from.Read(i, row);
                other.Read(i, f);
                TensorPrimitives.MultiplyAdd(f, g, row, row);
                to.Write(i, row);
            }
        });
    }

    private static void Backward(Tensor gate, Tensor branch, Tensor gradient, Tensor dGate, Tensor dBranch)
    {
        var width = (int)branch.size(-1);
        var tokens = (int)branch.size(1);
        var (gates, other, given) = (new TensorRows(gate, width), new TensorRows(branch, width), new TensorRows(gradient, width));
        var (toGate, toBranch) = (new TensorRows(dGate, width), new TensorRows(dBranch, width));
        RowThreads.Over((int)branch.size(0), branch.numel(), (first, end) =>
        {
            var scratch = new float[4 * width];
            var upper = scratch.AsSpan(0, width);
            var g = scratch.AsSpan(width, width);
            var f = scratch.AsSpan(2 * width, width);
            var sum = scratch.AsSpan(3 * width, width);
            for (var picture = first; picture < end; picture++)
            {
                gates.Read(picture, g);
                sum.Clear();
                for (var i = picture * tokens; i < (picture + 1) * tokens; i++)
                {
                    given.Read(i, upper);
                    other.Read(i, f);
                    TensorPrimitives.MultiplyAdd(upper, f, sum, sum);
                    TensorPrimitives.Multiply(upper, g, upper);
                    toBranch.Write(i, upper);
                }

                toGate.Write(picture, sum);
            }
        });
    }
}
