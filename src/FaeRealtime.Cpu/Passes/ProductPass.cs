using System.Runtime.CompilerServices;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Threads;

namespace FaeRealtime.Cpu.Passes;

/// <summary>Rows times a packed matrix, or two such products side by side. A piece is a panel for some rows: the panel stays in the first cache while the rows pass by.</summary>
/// <remarks>Every tile is computed whole by one thread with its sums in one order, so that neither threads nor the cut into pieces change a bit.</remarks>
internal sealed unsafe class ProductPass(WorkerPool pool, KernelSet kernels) : IChunkedWork
{
    // Tall enough that a panel is used often, low enough that the rows stay in the second cache.
    private const int MostStrips = 8;

    // Pieces a thread: with fewer a thread that comes late leaves the others waiting for a large piece.
    private const int PiecesPerThread = 3;

    private readonly int _tileRows = kernels.TileRows;
    private readonly int _tileColumns = kernels.TileColumns;

    private Product _first;
    private Product _second;
    private Cut _cutOfFirst;
    private Cut _cutOfSecond;

    /// <summary>Multiplies.</summary>
    /// <param name="first">A product.</param>
    /// <param name="second">Another that neither needs the first's result nor changes what it reads, or none.</param>
    public void Run(in Product first, in Product second)
    {
        (_first, _second) = (first, second);
        (_cutOfFirst, _cutOfSecond) = (CutOf(first), CutOf(second));
        pool.Run(this, _cutOfFirst.Pieces + _cutOfSecond.Pieces);
    }

    /// <inheritdoc/>
    public void Run(int chunk, int worker)
    {
        if (chunk < _cutOfFirst.Pieces)
        {
            Run(_first, _cutOfFirst, chunk);
        }
        else
        {
            Run(_second, _cutOfSecond, chunk - _cutOfFirst.Pieces);
        }
    }

    [SkipLocalsInit]
    private void Run(in Product product, in Cut cut, int chunk)
    {
        var (panel, block) = (chunk / cut.Blocks, chunk % cut.Blocks);
        var tile = stackalloc float[_tileRows * _tileColumns];
        var matrix = product.Matrix;
        var data = matrix.Panel(panel);
        var bias = matrix.Bias(panel);
        var depth = matrix.Depth;
        var column = panel * matrix.PanelOutputs;
        var columns = Math.Min(matrix.PanelOutputs, matrix.Outputs - column);
        var end = Math.Min(product.Rows, (block + 1) * cut.BlockRows);
        for (var row = block * cut.BlockRows; row < end; row += _tileRows)
        {
            var rows = Math.Min(_tileRows, end - row);
            kernels.Multiply(product.Source + (row * product.Stride), product.Stride, rows, data, depth, tile, _tileColumns);
            kernels.Finish(product.Output, tile, bias, row, rows, column, columns);
        }
    }

    private Cut CutOf(in Product product)
    {
        if (product.Rows == 0)
        {
            return default;
        }

        var strips = (product.Rows + _tileRows - 1) / _tileRows;
        var wanted = Math.Max(1, (PiecesPerThread * pool.Threads) / product.Matrix.Panels);
        var blockRows = Math.Clamp(strips / wanted, 1, MostStrips) * _tileRows;
        var blocks = (product.Rows + blockRows - 1) / blockRows;
        return new Cut(blockRows, blocks, blocks * product.Matrix.Panels);
    }

    // Rows of a piece, pieces of a panel, and all pieces.
    private readonly record struct Cut(int BlockRows, int Blocks, int Pieces);
}

/// <summary>Rows times a packed matrix.</summary>
internal unsafe struct Product
{
    /// <summary>The matrix.</summary>
    public PackedMatrix Matrix;

    /// <summary>Rows of its depth.</summary>
    public float* Source;

    /// <summary>Values from one row to the next.</summary>
    public nint Stride;

    /// <summary>How many; 0 for no product.</summary>
    public int Rows;

    /// <summary>Where results go.</summary>
    public Epilogue Output;
}
