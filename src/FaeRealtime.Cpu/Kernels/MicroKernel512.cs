using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaeRealtime.Cpu.Kernels;

/// <summary>The inner product of a matrix multiplication in 512-bit vectors: eight rows by thirty-two columns, whose sixteen sums never leave registers.</summary>
/// <remarks>As <see cref="MicroKernel256"/>, for the thirty-two registers of AVX-512; eight rows divide the usual 64 and 256 tokens.</remarks>
internal readonly unsafe struct MicroKernel512 : IMicroKernel
{
    private const int Half = 16;

    // Three kilobytes: a panel that passes for the first time comes from the third cache, whose latency this covers (+3 % at 64 rows).
    private const int Ahead = 768;

    /// <inheritdoc/>
    public static int Rows => 8;

    /// <inheritdoc/>
    public static int Columns => 2 * Half;

    /// <inheritdoc/>
    public static void Multiply(float* a, nint stride, int rows, float* b, nint k, float* tile, nint tileStride)
    {
        if (rows > 4)
        {
            Eight(a, stride, rows, b, k, tile, tileStride);
        }
        else
        {
            Four(a, stride, rows, b, k, tile, tileStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(float* a, nint stride, int rows, float* b, nint k, float* tile, nint tileStride)
    {
        float* a0 = a, a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
        float* a4 = a3 + stride, a5 = rows > 5 ? a4 + stride : a4, a6 = rows > 6 ? a5 + stride : a5, a7 = rows > 7 ? a6 + stride : a6;
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        for (nint i = 0; i < k; i++)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(b + Ahead);
                Sse.Prefetch0(b + Ahead + Half);
            }

            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Half);
            var v = Vector512.Create(a0[i]);
            c00 = Vector512.MultiplyAddEstimate(v, b0, c00);
            c01 = Vector512.MultiplyAddEstimate(v, b1, c01);
            v = Vector512.Create(a1[i]);
            c10 = Vector512.MultiplyAddEstimate(v, b0, c10);
            c11 = Vector512.MultiplyAddEstimate(v, b1, c11);
            v = Vector512.Create(a2[i]);
            c20 = Vector512.MultiplyAddEstimate(v, b0, c20);
            c21 = Vector512.MultiplyAddEstimate(v, b1, c21);
            v = Vector512.Create(a3[i]);
            c30 = Vector512.MultiplyAddEstimate(v, b0, c30);
            c31 = Vector512.MultiplyAddEstimate(v, b1, c31);
            v = Vector512.Create(a4[i]);
            c40 = Vector512.MultiplyAddEstimate(v, b0, c40);
            c41 = Vector512.MultiplyAddEstimate(v, b1, c41);
            v = Vector512.Create(a5[i]);
            c50 = Vector512.MultiplyAddEstimate(v, b0, c50);
            c51 = Vector512.MultiplyAddEstimate(v, b1, c51);
            v = Vector512.Create(a6[i]);
            c60 = Vector512.MultiplyAddEstimate(v, b0, c60);
            c61 = Vector512.MultiplyAddEstimate(v, b1, c61);
            v = Vector512.Create(a7[i]);
            c70 = Vector512.MultiplyAddEstimate(v, b0, c70);
            c71 = Vector512.MultiplyAddEstimate(v, b1, c71);
            b += 2 * Half;
        }

        Store(tile, c00, c01);
        Store(tile + tileStride, c10, c11);
        Store(tile + (2 * tileStride), c20, c21);
        Store(tile + (3 * tileStride), c30, c31);
        Store(tile + (4 * tileStride), c40, c41);
        Store(tile + (5 * tileStride), c50, c51);
        Store(tile + (6 * tileStride), c60, c61);
        Store(tile + (7 * tileStride), c70, c71);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(float* a, nint stride, int rows, float* b, nint k, float* tile, nint tileStride)
    {
        float* a0 = a, a1 = rows > 1 ? a0 + stride : a0, a2 = rows > 2 ? a1 + stride : a1, a3 = rows > 3 ? a2 + stride : a2;
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (nint i = 0; i < k; i++)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + Half);
            var v = Vector512.Create(a0[i]);
            c00 = Vector512.MultiplyAddEstimate(v, b0, c00);
            c01 = Vector512.MultiplyAddEstimate(v, b1, c01);
            v = Vector512.Create(a1[i]);
            c10 = Vector512.MultiplyAddEstimate(v, b0, c10);
            c11 = Vector512.MultiplyAddEstimate(v, b1, c11);
            v = Vector512.Create(a2[i]);
            c20 = Vector512.MultiplyAddEstimate(v, b0, c20);
            c21 = Vector512.MultiplyAddEstimate(v, b1, c21);
            v = Vector512.Create(a3[i]);
            c30 = Vector512.MultiplyAddEstimate(v, b0, c30);
            c31 = Vector512.MultiplyAddEstimate(v, b1, c31);
            b += 2 * Half;
        }

        Store(tile, c00, c01);
        Store(tile + tileStride, c10, c11);
        Store(tile + (2 * tileStride), c20, c21);
        Store(tile + (3 * tileStride), c30, c31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* row, Vector512<float> left, Vector512<float> right)
    {
        left.Store(row);
        right.Store(row + Half);
    }
}
