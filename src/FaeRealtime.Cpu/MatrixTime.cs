using System.Diagnostics;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu;

/// <summary>How fast this room multiplies: what a network's speed is measured against.</summary>
public static class MatrixTime
{
    /// <summary>Times the product of two square matrices.</summary>
    /// <param name="side">Rows and columns.</param>
    /// <param name="runs">How often.</param>
    /// <param name="options">Threads and vectors.</param>
    /// <returns>The shortest time.</returns>
    /// <exception cref="Core.Errors.ConfigException">An option is out of range.</exception>
    public static unsafe TimeSpan Least(int side, int runs, CpuModelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var compute = Compute.Of(options.Threads, options.VectorBits);
        using var arena = new Arena();
        var matrix = PackedMatrix.Pack(arena, compute.Kernels, new float[(long)side * side], [], side);
        var (x, y) = ((nint)arena.Take((long)side * side), (nint)arena.Take((long)side * side));
        var least = TimeSpan.MaxValue;
        for (var i = 0; i < runs; i++)
        {
            var started = Stopwatch.GetTimestamp();
            compute.Multiply(matrix, (float*)x, side, side, new Epilogue { Target = (float*)y, TargetStride = side });
            var time = Stopwatch.GetElapsedTime(started);
            least = time < least ? time : least;
        }

        return least;
    }
}
