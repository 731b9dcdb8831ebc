using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace FaeRealtime.Models.Kernels;

/// <summary>RMS normalisation of one row, forwards and backwards, as <see cref="FusedRmsNorm"/> and <see cref="FusedHeads"/> both do it.</summary>
internal static class RmsRow
{
    /// <summary>x̂ = x / √(mean(x²) + ε), in place.</summary>
    /// <param name="x">The row.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <returns>The factor.</returns>
    public static float Normalise(Span<float> x, double epsilon)
    {
        var inverse = (float)(1 / Math.Sqrt((TensorPrimitives.SumOfSquares<float>(x) / (double)x.Length) + epsilon));
        TensorPrimitives.Multiply(x, inverse, x);
        return inverse;
    }

    /// <summary>The way back through x̂·g.</summary>
    /// <param name="x">The row; x̂ afterwards.</param>
    /// <param name="dy">The result's gradient; that of x afterwards.</param>
    /// <param name="gain">g.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="gainSum">Grows by dy·x̂, the gradient of g.</param>
    public static void Backward(Span<float> x, Span<float> dy, ReadOnlySpan<float> gain, double epsilon, Span<float> gainSum)
    {
        var inverse = Normalise(x, epsilon);
        TensorPrimitives.MultiplyAdd(dy, x, gainSum, gainSum);
        TensorPrimitives.Multiply(dy, gain, dy);
        TensorPrimitives.MultiplyAdd(x, -TensorPrimitives.Dot<float>(dy, x) / x.Length, dy, dy);
        TensorPrimitives.Multiply(dy, inverse, dy);
    }
}
