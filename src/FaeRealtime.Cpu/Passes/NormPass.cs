using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Threads;

namespace FaeRealtime.Cpu.Passes;

/// <summary>Norms rows, scales and shifts them (adaLN: norm(x)·(1 + γ) + β).</summary>
internal sealed unsafe class NormPass(WorkerPool pool, KernelSet kernels) : IChunkedWork
{
    private const int ChunkRows = 16;

    private RowNorm _kind;
    private RowModulation _modulation;
    private float* _source;
    private float* _target;
    private int _width;
    private int _rows;

    /// <summary>Norms rows.</summary>
    /// <param name="norm">Which norm.</param>
    /// <param name="gains">Gains and shifts.</param>
    /// <param name="x">Rows without gaps.</param>
    /// <param name="result">Receives as many.</param>
    /// <param name="rowWidth">Their length.</param>
    /// <param name="count">How many.</param>
    public void Run(in RowNorm norm, in RowModulation gains, float* x, float* result, int rowWidth, int count)
    {
        (_kind, _modulation, _width, _rows) = (norm, gains, rowWidth, count);
        _source = x;
        _target = result;
        pool.Run(this, (count + ChunkRows - 1) / ChunkRows);
    }

    /// <inheritdoc/>
    public void Run(int chunk, int worker)
    {
        var end = Math.Min(_rows, (chunk + 1) * ChunkRows);
        for (var row = chunk * ChunkRows; row < end; row++)
        {
            var picture = _modulation.Bases[row / _modulation.RowsPerImage];
            var offset = (nint)row * _width;
            kernels.Normalise(_kind, _source + offset, picture + _modulation.Gain, picture + _modulation.Shift, _target + offset, _width);
        }
    }
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
