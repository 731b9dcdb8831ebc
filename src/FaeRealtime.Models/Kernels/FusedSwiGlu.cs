using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace FaeRealtime.Models.Kernels;

/// <summary>SwiGLU in one pass: y = silu(a)·b for rows that hold a and b side by side.</summary>
/// <remarks>Shazeer 2020, arXiv:2002.05202. Backwards: db = dy·silu(a), da = dy·b·(σ(a) + silu(a)·(1 − σ(a))).</remarks>
internal static class FusedSwiGlu
{
    /// <summary>Applies it.</summary>
    /// <param name="x"><c>[.., 2·hidden]</c>, contiguous, float32 or bfloat16, on the CPU. Borrowed.</param>
    /// <returns><c>[.., hidden]</c>; the caller disposes.</returns>
    public static Tensor Apply(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Function.apply(x).MoveToOuterDisposeScope();
    }

    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        public override string Name => nameof(FusedSwiGlu);

        /// <returns><c>[.., hidden]</c>.</returns>
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            var shape = x.shape;
            shape[^1] /= 2;
            var result = empty(shape, x.dtype);
            Forward(x, result);
            ctx.save_for_backward([x]);
            return result;
        }

        /// <param name="ctx">Holds x.</param>
        /// <param name="grad_output"><c>[.., hidden]</c>.</param>
        /// <returns>The gradient of x <c>[.., 2·hidden]</c>.</returns>
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            using var x = ctx.get_saved_variables()[0];
            using var gradient = grad_output.contiguous();
            var dx = empty_like(x);
            Backward(x, gradient, dx);
            return [dx];
        }
    }

    private static void Forward(Tensor x, Tensor result)
    {
        var width = (int)x.size(-1);
        var (from, to) = (new TensorRows(x, width), new TensorRows(result, width / 2));
        RowThreads.Over((int)(x.numel() / width), x.numel(), (first, end) =>
        {
            var scratch = new float[width + (width / 2)];
            var row = scratch.AsSpan(0, width);
            var sigmoid = scratch.AsSpan(width);
            var a = row[..(width / 2)];
            var b = row[(width / 2)..];
            for (var i = first; i < end; i++)
            {
                from.Read(i, row);
                TensorPrimitives.Sigmoid(a, sigmoid);
                TensorPrimitives.Multiply(a, sigmoid, a);
                TensorPrimitives.Multiply(a, b, a);
                to.Write(i, a);
            }
        });
    }

    private static void Backward(Tensor x, Tensor gradient, Tensor dx)
    {
        var width = (int)x.size(-1);
        var half = width / 2;
        var (from, given, to) = (new TensorRows(x, width), new TensorRows(gradient, half), new TensorRows(dx, width));
        RowThreads.Over((int)(x.numel() / width), x.numel(), (first, end) =>
        {
            var scratch = new float[width + (3 * half)];
            var row = scratch.AsSpan(0, width);
            var upper = scratch.AsSpan(width, half);
            var sigmoid = scratch.AsSpan(width + half, half);
            var silu = scratch.AsSpan(width + (2 * half), half);
            var a = row[..half];
            var b = row[half..];
            for (var i = first; i < end; i++)
            {
                from.Read(i, row);
                given.Read(i, upper);
                TensorPrimitives.Sigmoid(a, sigmoid);
                TensorPrimitives.Multiply(a, sigmoid, silu);

                // a ← dy·b·(σ + silu − silu·σ), b ← dy·silu
                TensorPrimitives.Multiply(silu, sigmoid, a);
                TensorPrimitives.Subtract(silu, a, a);
                TensorPrimitives.Add(a, sigmoid, a);
                TensorPrimitives.Multiply(a, b, a);
                TensorPrimitives.Multiply(a, upper, a);
                TensorPrimitives.Multiply(silu, upper, b);
                to.Write(i, row);
            }
        });
    }
}
