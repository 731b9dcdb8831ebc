using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaeRealtime.Cpu.Kernels;

/// <summary>The inner product of a matrix multiplication in 256-bit vectors: six rows by sixteen columns, whose twelve sums never leave registers.</summary>
/// <remarks>
/// Each sum runs over k in order, so that a product does not depend on who computes it. Twelve accumulators, two columns and one broadcast value take fifteen of the
/// sixteen registers; they are named one by one because an array of them would live in memory.
/// </remarks>
internal readonly unsafe struct MicroKernel256 : IMicroKernel
{
    private const int Half = 8;

    /// <inheritdoc/>
    public static int Rows => 6;

    /// <inheritdoc/>
    public static int Columns => 2 * Half;

    /// <inheritdoc/>
    public static void Multiply(float* a, nint stride, int rows, float* b, nint k, float* tile, nint tileStride)
    {
        if (rows > 4)
        {
            Six(a, stride, rows, b, k, tile, tileStride);
        }
        else
        {
            Four(a, stride, rows, b, k, tile, tileStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Six(float* a, nint stride, int rows, float* b, nint k, float* tile, nint tileStride)
    {
        float* a0 = a, a1 = a + stride, a2 = a1 + stride, a3 = a2 + stride, a4 = a3 + stride, a5 = rows > 5 ? a4 + stride : a4;
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        for (nint i = 0; i < k; i++)
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + Half);
            var v = Vector256.Create(a0[i]);
            c00 = Vector256.MultiplyAddEstimate(v, b0, c00);
            c01 = Vector256.MultiplyAddEstimate(v, b1, c01);
            v = Vector256.Create(a1[i]);
            c10 = Vector256.MultiplyAddEstimate(v, b0, c10);
            c11 = Vector256.MultiplyAddEstimate(v, b1, c11);
            v = Vector256.Create(a2[i]);
            c20 = Vector256.MultiplyAddEstimate(v, b0, c20);
            c21 = Vector256.MultiplyAddEstimate(v, b1, c21);
            v = Vector256.Create(a3[i]);
            c30 = Vector256.MultiplyAddEstimate(v, b0, c30);
            c31 = Vector256.MultiplyAddEstimate(v, b1, c31);
            v = Vector256.Create(a4[i]);
            c40 = Vector256.MultiplyAddEstimate(v, b0, c40);
            c41 = Vector256.MultiplyAddEstimate(v, b1, c41);
            v = Vector256.Create(a5[i]);
            c50 = Vector256.MultiplyAddEstimate(v, b0, c50);
            c51 = Vector256.MultiplyAddEstimate(v, b1, c51);
            b += 2 * Half;
        }

        Store(tile, c00, c01);
        Store(tile + tileStride, c10, c11);
        Store(tile + (2 * tileStride), c20, c21);
        Store(tile + (3 * tileStride), c30, c31);
        Store(tile + (4 * tileStride), c40, c41);
        Store(tile + (5 * tileStride), c50, c51);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* a, nint stride, int rows, float* b, nint k, float* tile, nint tileStride)
    {
        float* a0 = a, a1 = rows > 1 ? a + stride : a, a2 = rows > 2 ? a1 + stride : a1, a3 = rows > 3 ? a2 + stride : a2;
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (nint i = 0; i < k; i++)
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + Half);
            var v = Vector256.Create(a0[i]);
            c00 = Vector256.MultiplyAddEstimate(v, b0, c00);
            c01 = Vector256.MultiplyAddEstimate(v, b1, c01);
            v = Vector256.Create(a1[i]);
            c10 = Vector256.MultiplyAddEstimate(v, b0, c10);
            c11 = Vector256.MultiplyAddEstimate(v, b1, c11);
            v = Vector256.Create(a2[i]);
            c20 = Vector256.MultiplyAddEstimate(v, b0, c20);
            c21 = Vector256.MultiplyAddEstimate(v, b1, c21);
            v = Vector256.Create(a3[i]);
            c30 = Vector256.MultiplyAddEstimate(v, b0, c30);
            c31 = Vector256.MultiplyAddEstimate(v, b1, c31);
            b += 2 * Half;
        }

        Store(tile, c00, c01);
        Store(tile + tileStride, c10, c11);
        Store(tile + (2 * tileStride), c20, c21);
        Store(tile + (3 * tileStride), c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* row, Vector256<float> left, Vector256<float> right)
    {
        left.Store(row);
        right.Store(row + Half);
    }
}
