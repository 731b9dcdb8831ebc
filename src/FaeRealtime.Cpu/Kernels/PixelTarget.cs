namespace FaeRealtime.Cpu.Kernels;

/// <summary>How patch values become pixels of RGBA8.</summary>
internal unsafe struct PixelTarget
{
    /// <summary><c>[H, W, 4]</c>, opaque already.</summary>
    public byte* Picture;

    /// <summary>For every row of the product the first byte of its patch, below zero for a row that paints nothing (a class token).</summary>
    public int* RowOffsets;

    /// <summary>For every column (row, column, colour of a patch) the byte inside it.</summary>
    public int* ColumnOffsets;

    /// <summary>Becomes 1 when a value is not finite.</summary>
    public int* NotFinite;
}
