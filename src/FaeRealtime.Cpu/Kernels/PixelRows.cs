using System.Runtime.CompilerServices;

namespace FaeRealtime.Cpu.Kernels;

/// <summary>Values of a cell to bytes of the picture.</summary>
internal static unsafe class PixelRows
{
    /// <summary>Rounds and places values; those a little outside [0, 1] saturate, as in every image file.</summary>
    /// <param name="pixels">The picture.</param>
    /// <param name="values">Nominal [0, 1].</param>
    /// <param name="row">The product's row, which is a cell: a patch, or what a head paints at once.</param>
    /// <param name="column">The product's column that the values begin at.</param>
    /// <param name="columns">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(in PixelTarget pixels, float* values, int row, int column, int columns)
    {
        var patch = pixels.Image + pixels.RowOffsets[row];
        var offsets = pixels.ColumnOffsets + column;
        var poison = 0f;
        for (var i = 0; i < columns; i++)
        {
            // Zero for finite values, NaN for NaN and infinity, and NaN stays.
            poison += values[i] * 0f;
            patch[offsets[i]] = (byte)((Math.Clamp(values[i], 0f, 1f) * byte.MaxValue) + 0.5f);
        }

        if (float.IsNaN(poison))
        {
            Volatile.Write(ref *pixels.NotFinite, 1);
        }
    }
}
