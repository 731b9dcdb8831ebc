using System.Runtime.CompilerServices;
using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;
using FaeRealtime.Cpu.Packing;
using FaeRealtime.Cpu.Threads;

namespace FaeRealtime.Cpu.Passes;

/// <summary>3×3 convolutions as products: in a plane whose channels lie together, three neighbouring cells of a row are one stretch of 3·C values, so that three products a tile, one a row of the kernel, need no copies.</summary>
/// <remarks>As in <see cref="ProductPass"/>, a tile is computed whole by one thread in one order.</remarks>
internal sealed unsafe class ConvolutionPass(WorkerPool pool, KernelSet kernels) : IChunkedWork
{
    private const int Taps = 3;

    // Rows of cells in a piece: a panel of weights passes from the second cache to the first as often as strips of cells.
    private const int BandRows = 4;

    private readonly int _tileRows = kernels.TileRows;
    private readonly int _tileColumns = kernels.TileColumns;

    private PackedMatrix _matrix = null!;
    private ConvolutionPlane _source = null!;
    private ConvolutionPlane? _result;
    private Epilogue _output;
    private int _bands;

    /// <summary>Convolves into another plane, with GELU.</summary>
    /// <param name="packed">Weights whose depth is (kernel row, kernel column, channel).</param>
    /// <param name="source">What is read.</param>
    /// <param name="result">Receives the result. Another plane of as many cells.</param>
    public void Run(PackedMatrix packed, ConvolutionPlane source, ConvolutionPlane result)
    {
        _result = result;
        Begin(packed, source, new Epilogue { Kind = EpilogueKind.Gelu, TargetStride = result.Channels });
    }

    /// <summary>Convolves to where rows of a product go: the cells in order.</summary>
    /// <param name="packed">Weights whose depth is (kernel row, kernel column, channel).</param>
    /// <param name="source">What is read.</param>
    /// <param name="epilogue">Where results go.</param>
    public void Run(PackedMatrix packed, ConvolutionPlane source, in Epilogue epilogue)
    {
        _result = null;
        Begin(packed, source, epilogue);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Run(int chunk, int worker)
    {
        var (panel, band) = (chunk / _bands, chunk % _bands);
        var tiles = stackalloc float[Taps * _tileRows * _tileColumns];
        var epilogue = _output;
        var column = panel * _tileColumns;
        var columns = Math.Min(_tileColumns, _matrix.Outputs - column);
        var end = Math.Min(_source.Side, (band + 1) * BandRows);
        for (var y = band * BandRows; y < end; y++)
        {
            if (_result is { } plane)
            {
                // The border stays zero: between two rows of the result lie two cells that the product does not count.
                epilogue.Target = plane.Inside + (2 * (nint)y * plane.Channels);
            }

            for (var x = 0; x < _source.Side; x += _tileRows)
            {
                var rows = Math.Min(_tileRows, _source.Side - x);
                Multiply(y, x, rows, panel, tiles);
                kernels.Finish(epilogue, tiles, _matrix.Bias(panel), (y * _source.Side) + x, rows, column, columns);
            }
        }
    }

    private void Begin(PackedMatrix packed, ConvolutionPlane source, in Epilogue epilogue)
    {
        (_matrix, _source, _output) = (packed, source, epilogue);
        _bands = (source.Side + BandRows - 1) / BandRows;
        pool.Run(this, _bands * packed.Panels);
    }

    private void Multiply(int y, int x, int rows, int panel, float* tiles)
    {
        var (channels, size, used) = (_source.Channels, _tileRows * _tileColumns, rows * _tileColumns);
        var depth = Taps * channels;
        var cells = _source.Around(y, x);
        var weights = _matrix.Panel(panel);
        for (var tap = 0; tap < Taps; tap++, cells += _source.Pitch, weights += depth * _tileColumns)
        {
            kernels.Multiply(cells, channels, rows, weights, depth, tiles + (tap * size), _tileColumns);
            if (tap > 0)
            {
                kernels.Add(tiles, tiles + (tap * size), tiles, used);
            }
        }
    }
}

/// <summary>Cells with their channels side by side, and a border of zeros one cell wide.</summary>
/// <param name="arena">Gives the memory, zeroed.</param>
/// <param name="side">Cells in a row and in a column.</param>
/// <param name="channels">Values of a cell.</param>
internal sealed unsafe class ConvolutionPlane(Arena arena, int side, int channels)
{
    private readonly float* _data = arena.Take((side + 2L) * (side + 2) * channels);

    /// <summary>Cells in a row and in a column, the border left out.</summary>
    public int Side => side;

    /// <summary>Values of a cell.</summary>
    public int Channels => channels;

    /// <summary>Values from one row of cells to the next.</summary>
    public nint Pitch => ((nint)side + 2) * channels;

    /// <summary>The first cell.</summary>
    public float* Inside => _data + Pitch + channels;

    /// <summary>The upper left of the nine cells around a cell.</summary>
    public float* Around(int y, int x) => _data + (y * Pitch) + ((nint)x * channels);
}
