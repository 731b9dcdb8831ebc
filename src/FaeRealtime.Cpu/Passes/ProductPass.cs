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

    private readonly int tileRows = kernels.TileRows;
    private readonly int tileColumns = kernels.TileColumns;

    private PackedMatrix matrix = null!;
    private Epilogue output;
    private float* source;
    private nint sourceStride;
    private int rowCount;
    private int blockRows;
    private int blocks;

    /// <summary>Multiplies.</summary>
    /// <param name="packed">The matrix.</param>
    /// <param name="x">Rows of its depth.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="rows">How many.</param>
    /// <param name="epilogue">Where results go.</param>
    public void Run(PackedMatrix packed, float* x, nint stride, int rows, in Epilogue epilogue)
    {
        (matrix, sourceStride, rowCount, output) = (packed, stride, rows, epilogue);
        source = x;
        var strips = (rows + tileRows - 1) / tileRows;
        var wanted = Math.Max(1, (PiecesPerThread * pool.Threads) / packed.Panels);
        var height = Math.Clamp(strips / wanted, 1, MostStrips);
        blockRows = height * tileRows;
        blocks = (rows + blockRows - 1) / blockRows;
        pool.Run(this, blocks * packed.Panels);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Run(int chunk, int worker)
    {
        var (panel, block) = (chunk / blocks, chunk % blocks);
        var tile = stackalloc float[tileRows * tileColumns];
        var data = matrix.Panel(panel);
        var bias = matrix.Bias(panel);
        var depth = matrix.Depth;
        var column = panel * matrix.PanelOutputs;
        var columns = Math.Min(matrix.PanelOutputs, matrix.Outputs - column);
        var end = Math.Min(rowCount, (block + 1) * blockRows);
        for (var row = block * blockRows; row < end; row += tileRows)
        {
            var rows = Math.Min(tileRows, end - row);
            kernels.Multiply(source + (row * sourceStride), sourceStride, rows, data, depth, tile, tileColumns);
            kernels.Finish(output, tile, bias, row, rows, column, columns);
        }
    }
}
