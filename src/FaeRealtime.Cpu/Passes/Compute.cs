using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Threads;

namespace FaeRealtime.Cpu.Passes;

/// <summary>What a network computes with: threads, kernels, and the passes over rows. For one thread that calls.</summary>
internal sealed unsafe class Compute : IDisposable
{
    private const int MostThreads = 1024;

    private readonly ProductPass _product;
    private readonly NormPass _norm;

    private Compute(WorkerPool pool, KernelSet kernels)
    {
        (Pool, Kernels) = (pool, kernels);
        _product = new ProductPass(Pool, Kernels);
        _norm = new NormPass(Pool, Kernels);
    }

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">At least 1.</param>
    /// <param name="kernels">Null for the fastest on this machine.</param>
    public static Compute Start(int threads, KernelSet? kernels = null) => new(WorkerPool.Start(threads), kernels ?? KernelSet.Best);

    /// <summary>Starts the threads that a model asks for.</summary>
    /// <param name="threads">0 for one a physical core.</param>
    /// <param name="vectorBits">256 or 512; null for the fastest on this machine.</param>
    /// <exception cref="ConfigException">An option is out of range.</exception>
    public static Compute Of(int threads, int? vectorBits)
    {
        var kernels = vectorBits switch
        {
            null => KernelSet.Best,
            256 => KernelSet.Wide256,
            512 => KernelSet.Wide512,
            var other => throw new ConfigException($"Vectors of {other} bits are wanted; give 256 or 512."),
        };
        return threads is >= 0 and <= MostThreads
            ? Start(threads == 0 ? PhysicalCores.Count() : threads, kernels)
            : throw new ConfigException($"{threads} threads are wanted; give 0 to {MostThreads}, 0 for one a core.");
    }

    /// <summary>The kernels.</summary>
    public KernelSet Kernels { get; }

    /// <summary>The threads.</summary>
    public WorkerPool Pool { get; }

    /// <summary>Multiplies.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="x">Rows of its depth.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="rows">How many.</param>
    /// <param name="epilogue">Where results go.</param>
    public void Multiply(PackedMatrix matrix, float* x, nint stride, int rows, in Epilogue epilogue) =>
        Multiply(new Product { Matrix = matrix, Source = x, Stride = stride, Rows = rows, Output = epilogue });

    /// <inheritdoc cref="ProductPass.Run(in Product, in Product)"/>
    public void Multiply(in Product first, in Product second = default) => _product.Run(first, second);

    /// <summary>Norms rows.</summary>
    /// <param name="kind">Which norm.</param>
    /// <param name="modulation">Gains and shifts.</param>
    /// <param name="x">Rows without gaps.</param>
    /// <param name="target">Receives as many.</param>
    /// <param name="width">Their length.</param>
    /// <param name="rows">How many.</param>
    public void Normalise(in RowNorm kind, in RowModulation modulation, float* x, float* target, int width, int rows) =>
        Normalise(kind, width, new NormRows { Modulation = modulation, Source = x, Target = target, Count = rows });

    /// <inheritdoc cref="NormPass.Run(in RowNorm, int, in NormRows, in NormRows)"/>
    public void Normalise(in RowNorm norm, int width, in NormRows first, in NormRows second = default) => _norm.Run(norm, width, first, second);

    /// <inheritdoc/>
    public void Dispose() => Pool.Dispose();
}
