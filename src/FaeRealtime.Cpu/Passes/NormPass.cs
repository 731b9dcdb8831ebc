using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Threads;

namespace FaeRealtime.Cpu.Passes;

/// <summary>Norms rows, scales and shifts them (adaLN: norm(x)·(1 + γ) + β), those of one stream of tokens or of two side by side.</summary>
internal sealed unsafe class NormPass(WorkerPool pool, KernelSet kernels) : IChunkedWork
{
    private const int ChunkRows = 16;

    private RowNorm _kind;
    private NormRows _first;
    private NormRows _second;
    private int _width;

    /// <summary>Norms rows.</summary>
    /// <param name="norm">Which norm.</param>
    /// <param name="width">The rows' length.</param>
    /// <param name="first">Rows.</param>
    /// <param name="second">Others, or none.</param>
    public void Run(in RowNorm norm, int width, in NormRows first, in NormRows second)
    {
        (_kind, _width, _first, _second) = (norm, width, first, second);
        pool.Run(this, Chunks(first) + Chunks(second));
    }

    /// <inheritdoc/>
    public void Run(int chunk, int worker)
    {
        var before = Chunks(_first);
        if (chunk < before)
        {
            Run(_first, chunk);
        }
        else
        {
            Run(_second, chunk - before);
        }
    }

    private static int Chunks(in NormRows rows) => (rows.Count + ChunkRows - 1) / ChunkRows;

    private void Run(in NormRows rows, int chunk)
    {
        var modulation = rows.Modulation;
        var end = Math.Min(rows.Count, (chunk + 1) * ChunkRows);
        for (var row = chunk * ChunkRows; row < end; row++)
        {
            var picture = modulation.Bases[row / modulation.RowsPerImage];
            var offset = (nint)row * _width;
            kernels.Normalise(_kind, rows.Source + offset, picture + modulation.Gain, picture + modulation.Shift, rows.Target + offset, _width);
        }
    }
}

/// <summary>Rows to be normed.</summary>
internal unsafe struct NormRows
{
    /// <summary>Gains and shifts.</summary>
    public RowModulation Modulation;

    /// <summary>Rows without gaps.</summary>
    public float* Source;

    /// <summary>Receives as many.</summary>
    public float* Target;

    /// <summary>How many; 0 for none.</summary>
    public int Count;
}

/// <summary>Where the gain and shift of each picture's rows stand.</summary>
internal unsafe struct RowModulation
{
    /// <summary>One address a picture.</summary>
    public float** Bases;

    /// <summary>From there to the gain.</summary>
    public nint Gain;

    /// <summary>From there to the shift.</summary>
    public nint Shift;

    /// <summary>Rows of one picture.</summary>
    public int RowsPerImage;
}
