using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Threads;

namespace FaeRealtime.Cpu.Passes;

/// <summary>Norms rows, scales and shifts them (adaLN: norm(x)·(1 + γ) + β).</summary>
internal sealed unsafe class NormPass(WorkerPool pool, KernelSet kernels) : IChunkedWork
{
    private const int ChunkRows = 16;

    private RowNorm kind;
    private RowModulation modulation;
    private float* source;
    private float* target;
    private int width;
    private int rows;

    /// <summary>Norms rows.</summary>
    /// <param name="norm">Which norm.</param>
    /// <param name="gains">Gains and shifts.</param>
    /// <param name="x">Rows without gaps.</param>
    /// <param name="result">Receives as many.</param>
    /// <param name="rowWidth">Their length.</param>
    /// <param name="count">How many.</param>
    public void Run(in RowNorm norm, in RowModulation gains, float* x, float* result, int rowWidth, int count)
    {
        (kind, modulation, width, rows) = (norm, gains, rowWidth, count);
        source = x;
        target = result;
        pool.Run(this, (count + ChunkRows - 1) / ChunkRows);
    }

    /// <inheritdoc/>
    public void Run(int chunk, int worker)
    {
        var end = Math.Min(rows, (chunk + 1) * ChunkRows);
        for (var row = chunk * ChunkRows; row < end; row++)
        {
            var picture = modulation.Bases[row / modulation.RowsPerPicture];
            var offset = (nint)row * width;
            kernels.Normalise(kind, source + offset, picture + modulation.Gain, picture + modulation.Shift, target + offset, width);
        }
    }
}
