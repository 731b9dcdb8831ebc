namespace FaeRealtime.Cpu.Kernels;

/// <summary>The kernels in one vector.</summary>
/// <typeparam name="TLanes">The vector of elementwise kernels.</typeparam>
/// <typeparam name="TMicro">The matrix product.</typeparam>
internal sealed unsafe class KernelSet<TLanes, TMicro> : KernelSet
    where TLanes : struct, ILanes<TLanes>
    where TMicro : struct, IMicroKernel
{
    /// <inheritdoc/>
    public override int Bits => TLanes.Count * 32;

    /// <inheritdoc/>
    public override int TileRows => TMicro.Rows;

    /// <inheritdoc/>
    public override int TileColumns => TMicro.Columns;

    /// <inheritdoc/>
    public override void Multiply(float* a, nint stride, int rows, float* b, nint k, float* tile, nint tileStride) =>
        TMicro.Multiply(a, stride, rows, b, k, tile, tileStride);

    /// <inheritdoc/>
    public override void Finish(in Epilogue epilogue, float* tile, float* bias, int row, int rows, int column, int columns) =>
        Epilogues<TLanes>.Finish(epilogue, tile, TMicro.Columns, bias, row, rows, column, columns);

    /// <inheritdoc/>
    public override void Activate(EpilogueKind kind, float* row, int columns) => Epilogues<TLanes>.Activate(kind, row, columns);

    /// <inheritdoc/>
    public override void Normalise(in RowNorm norm, float* x, float* gain, float* shift, float* target, int width) =>
        Rows<TLanes>.Normalise(norm, x, gain, shift, target, width);

    /// <inheritdoc/>
    public override float Exponentials(float* x, int width) => Rows<TLanes>.Exponentials(x, width);

    /// <inheritdoc/>
    public override void Scale(float* x, float factor, float* target, int width) => Rows<TLanes>.Scale(x, factor, target, width);

    /// <inheritdoc/>
    public override void Add(float* x, float* y, float* target, int width) => Rows<TLanes>.Add(x, y, target, width);

    /// <inheritdoc/>
    public override void AddWeighted(float* x, float* weights, float factor, float* target, int width) => Rows<TLanes>.AddWeighted(x, weights, factor, target, width);

    /// <inheritdoc/>
    public override void Rotate(float* x, float* cosines, float* sines, int width) => Rows<TLanes>.Rotate(x, cosines, sines, width);
}

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
