using FaeRealtime.Cpu.Buffers;
using FaeRealtime.Cpu.Kernels;

namespace FaeRealtime.Cpu.Networks;

/// <summary>Where every value of every patch lies in a picture of RGBA8.</summary>
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
    /// <param name="grid">Patches in a row and in a column.</param>
    /// <param name="classRows">Tokens before the first patch.</param>
    public PixelLayout(Arena arena, int side, int grid, int classRows)
    {
        var patch = side / grid;
        _rows = (int*)arena.Take(classRows + (grid * grid));
        _columns = (int*)arena.Take(patch * patch * Colours);
        _notFinite = (int*)arena.Take(1);
        for (var i = 0; i < classRows; i++)
        {
            _rows[i] = -1;
        }

        for (var i = 0; i < grid * grid; i++)
        {
            _rows[classRows + i] = ((i / grid * side) + (i % grid)) * patch * Bytes;
        }

        for (var i = 0; i < patch * patch * Colours; i++)
        {
            var pixel = i / Colours;
            _columns[i] = (((pixel / patch * side) + (pixel % patch)) * Bytes) + (i % Colours);
        }
    }

    /// <summary>Whether every value since <see cref="Begin"/> was finite.</summary>
    public bool IsFinite => Volatile.Read(ref *_notFinite) == 0;

    /// <summary>Starts a picture.</summary>
    /// <param name="picture"><c>[H, W, 4]</c>, opaque already.</param>
    public PixelTarget Begin(byte* picture)
    {
        *_notFinite = 0;
        return new PixelTarget { Picture = picture, RowOffsets = _rows, ColumnOffsets = _columns, NotFinite = _notFinite };
    }
}
