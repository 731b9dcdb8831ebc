using System.Runtime.CompilerServices;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Threads;

namespace FaeRealtime.Cpu.Passes;

/// <summary>Rows times a packed matrix. A piece is a panel for some rows: the panel stays in the first cache while the rows pass by.</summary>
/// <remarks>Every tile is computed whole by one thread with its sums in one order, so that neither threads nor the cut into pieces change a bit.</remarks>
internal sealed unsafe class ProductPass(WorkerPool pool, KernelSet kernels) : IChunkedWork
{
    // Tall enough that a panel is used often, low enough that the rows stay in the second cache.
    private const int MostStrips = 8;

    // Pieces a thread: with fewer a thread that comes late leaves the others waiting for a large piece.
    private const int PiecesPerThread = 3;

    private readonly int _tileRows = kernels.TileRows;
    private readonly int _tileColumns = kernels.TileColumns;

    private PackedMatrix _matrix = null!;
    private Epilogue _output;
    private float* _source;
    private nint _sourceStride;
    private int _rowCount;
    private int _blockRows;
    private int _blocks;

    /// <summary>Multiplies.</summary>
    /// <param name="packed">The matrix.</param>
    /// <param name="x">Rows of its depth.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="rows">How many.</param>
    /// <param name="epilogue">Where results go.</param>
    public void Run(PackedMatrix packed, float* x, nint stride, int rows, in Epilogue epilogue)
    {
        (_matrix, _sourceStride, _rowCount, _output) = (packed, stride, rows, epilogue);
        _source = x;
        var strips = (rows + _tileRows - 1) / _tileRows;
        var wanted = Math.Max(1, (PiecesPerThread * pool.Threads) / packed.Panels);
        var height = Math.Clamp(strips / wanted, 1, MostStrips);
        _blockRows = height * _tileRows;
        _blocks = (rows + _blockRows - 1) / _blockRows;
        pool.Run(this, _blocks * packed.Panels);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Run(int chunk, int worker)
    {
        var (panel, block) = (chunk / _blocks, chunk % _blocks);
        var tile = stackalloc float[_tileRows * _tileColumns];
        var data = _matrix.Panel(panel);
        var bias = _matrix.Bias(panel);
        var depth = _matrix.Depth;
        var column = panel * _matrix.PanelOutputs;
        var columns = Math.Min(_matrix.PanelOutputs, _matrix.Outputs - column);
        var end = Math.Min(_rowCount, (block + 1) * _blockRows);
        for (var row = block * _blockRows; row < end; row += _tileRows)
        {
            var rows = Math.Min(_tileRows, end - row);
            kernels.Multiply(_source + (row * _sourceStride), _sourceStride, rows, data, depth, tile, _tileColumns);
            kernels.Finish(_output, tile, bias, row, rows, column, columns);
        }
    }
}
