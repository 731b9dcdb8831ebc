namespace FaeRealtime.Cpu.Kernels;

/// <summary>The innermost matrix product, in vectors of one width.</summary>
internal unsafe interface IMicroKernel
{
    /// <summary>Rows of a full tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of a tile.</summary>
    static abstract int Columns { get; }

    /// <summary>tile = a·b, each sum over k in order.</summary>
    /// <param name="a">Rows of k values.</param>
    /// <param name="stride">Values from one row of a to the next.</param>
    /// <param name="rows">1 to <see cref="Rows"/>; further rows of the tile are written too and hold nothing of use.</param>
    /// <param name="b">k times <see cref="Columns"/> values, without gaps.</param>
    /// <param name="k">Length of a sum.</param>
    /// <param name="tile">Receives <see cref="Rows"/> rows.</param>
    /// <param name="tileStride">Values from one of them to the next, at least <see cref="Columns"/>.</param>
    static abstract void Multiply(float* a, nint stride, int rows, float* b, nint k, float* tile, nint tileStride);
}
