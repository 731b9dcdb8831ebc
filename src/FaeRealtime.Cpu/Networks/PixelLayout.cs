using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;

namespace FaeRealtime.Cpu.Networks;

/// <summary>Where every value of every cell lies in a picture of RGBA8.</summary>
internal sealed unsafe class PixelLayout
{
    private const int Colours = 3;
    private const int Bytes = 4;

    private readonly int* _rows;
    private readonly int* _columns;
    private readonly int* _notFinite;

    /// <summary>Lays a picture out.</summary>
    /// <param name="arena">Gives the memory.</param>
    /// <param name="side">Side of the picture in pixels.</param>
    /// <param name="cellRows">Rows of pixels of a cell; they divide the side.</param>
    /// <param name="cellColumns">Columns of a cell; they divide the side.</param>
    public PixelLayout(Arena arena, int side, int cellRows, int cellColumns)
    {
        var (across, cells) = (side / cellColumns, side / cellRows * (side / cellColumns));
        _rows = (int*)arena.Take(cells);
        _columns = (int*)arena.Take(cellRows * cellColumns * Colours);
        _notFinite = (int*)arena.Take(1);
        for (var i = 0; i < cells; i++)
        {
            _rows[i] = ((i / across * cellRows * side) + (i % across * cellColumns)) * Bytes;
        }

        for (var i = 0; i < cellRows * cellColumns * Colours; i++)
        {
            var pixel = i / Colours;
            _columns[i] = (((pixel / cellColumns * side) + (pixel % cellColumns)) * Bytes) + (i % Colours);
        }
    }

    /// <summary>Whether every value since <see cref="Begin"/> was finite.</summary>
    public bool IsFinite => Volatile.Read(ref *_notFinite) == 0;

    /// <summary>Starts a picture.</summary>
    /// <param name="picture"><c>[H, W, 4]</c>, opaque already.</param>
    public PixelTarget Begin(byte* picture)
    {
        *_notFinite = 0;
        return new PixelTarget { Image = picture, RowOffsets = _rows, ColumnOffsets = _columns, NotFinite = _notFinite };
    }
}
