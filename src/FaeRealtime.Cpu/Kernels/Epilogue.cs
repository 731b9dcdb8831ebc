namespace FaeRealtime.Cpu.Kernels;

/// <summary>Where a product goes and what is done on the way.</summary>
internal unsafe struct Epilogue
{
    /// <summary>What is done.</summary>
    public EpilogueKind Kind;

    /// <summary>First value of the first row.</summary>
    public float* Target;

    /// <summary>Values from one row of the target to the next.</summary>
    public nint TargetStride;

    /// <summary>Residual rows; may be the target.</summary>
    public float* Residual;

    /// <summary>Values from one residual row to the next.</summary>
    public nint ResidualStride;

    /// <summary>After how many rows the residual starts again, as a table of positions does for each picture; 0 for never.</summary>
    public int ResidualPeriod;

    /// <summary>One address a picture, at which its modulation begins; null for no gate.</summary>
    public float** Gates;

    /// <summary>Where in the modulation the gate stands.</summary>
    public nint GateOffset;

    /// <summary>Rows of one picture.</summary>
    public int RowsPerImage;

    /// <summary>Where patches lie in the picture.</summary>
    public PixelTarget Pixels;

    /// <summary>Where cells lie in a plane.</summary>
    public GridTarget Cells;
}

/// <summary>What happens to a product, its bias added, before it leaves the registers' neighbourhood.</summary>
internal enum EpilogueKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>SiLU.</summary>
    Silu,

    /// <summary>Exact GELU.</summary>
    Gelu,

    /// <summary>Tanh GELU.</summary>
    GeluTanh,

    /// <summary>SiLU of the first half of a tile's columns times the second half; the matrix is packed so that they belong together.</summary>
    SwiGlu,

    /// <summary>Added to a row of <see cref="Epilogue.Residual"/>, first multiplied by the gate where there is one.</summary>
    Residual,

    /// <summary>Written as RGBA8 where the patch lies in the picture.</summary>
    Pixels,

    /// <summary>Exact GELU, then to where a token's cells lie in a plane.</summary>
    GeluCells,
}

/// <summary>How a token's values, in the order (row, column, channel) of its cells, come into a plane of cells.</summary>
internal unsafe struct GridTarget
{
    /// <summary>The plane's first cell.</summary>
    public float* Plane;

    /// <summary>For every row of the product its token's first value in the plane.</summary>
    public int* RowOffsets;

    /// <summary>Values of one row of a token's cells.</summary>
    public int Run;

    /// <summary>Values from one row of cells in the plane to the next.</summary>
    public nint Pitch;

    /// <summary>Places values.</summary>
    /// <param name="values">Some of a token's.</param>
    /// <param name="row">The product's row.</param>
    /// <param name="column">The product's column that they begin at.</param>
    /// <param name="columns">How many.</param>
    public readonly void Place(float* values, int row, int column, int columns)
    {
        var token = Plane + RowOffsets[row];
        for (var done = 0; done < columns;)
        {
            var (line, inside) = Math.DivRem(column + done, Run);
            var count = Math.Min(columns - done, Run - inside);
            new ReadOnlySpan<float>(values + done, count).CopyTo(new Span<float>(token + (line * Pitch) + inside, count));
            done += count;
        }
    }
}

/// <summary>How patch values become pixels of RGBA8.</summary>
internal unsafe struct PixelTarget
{
    /// <summary><c>[H, W, 4]</c>, opaque already.</summary>
    public byte* Image;

    /// <summary>For every row of the product the first byte of its cell.</summary>
    public int* RowOffsets;

    /// <summary>For every column (row, column, colour of a cell) the byte inside it.</summary>
    public int* ColumnOffsets;

    /// <summary>Becomes 1 when a value is not finite.</summary>
    public int* NotFinite;
}
