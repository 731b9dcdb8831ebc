using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace FaeRealtime.Models.Kernels;

/// <summary>Sums of rows, always in the same order.</summary>
internal static class RowSums
{
    /// <summary>Adds the rows up.</summary>
    /// <param name="rows">Row after row; the first is overwritten by the sum.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <returns>The sum, in the first row's place.</returns>
    public static ReadOnlySpan<float> Of(float[] rows, int width)
    {
        var sum = rows.AsSpan(0, width);
        for (var start = width; start < rows.Length; start += width)
        {
            TensorPrimitives.Add(sum, rows.AsSpan(start, width), sum);
        }

        return sum;
    }
}
