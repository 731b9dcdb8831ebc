using System.Runtime.Intrinsics;

namespace FaeRealtime.Cpu.Kernels;

/// <summary>Every kernel in vectors of one width.</summary>
internal abstract unsafe class KernelSet
{
    /// <summary>Vectors of 256 bits; correct on every machine, fast with AVX2 and FMA.</summary>
    public static KernelSet Wide256 { get; } = new KernelSet<Lanes256, MicroKernel256>();

    /// <summary>Vectors of 512 bits; correct on every machine, fast with AVX-512.</summary>
    public static KernelSet Wide512 { get; } = new KernelSet<Lanes512, MicroKernel512>();

    /// <summary>The fastest on this machine.</summary>
    public static KernelSet Best => Vector512.IsHardwareAccelerated ? Wide512 : Wide256;

    /// <summary>Bits of a vector.</summary>
    public abstract int Bits { get; }

    /// <summary>Rows of a tile of the matrix product.</summary>
    public abstract int TileRows { get; }

    /// <summary>Its columns, the width of a packed panel.</summary>
    public abstract int TileColumns { get; }

    /// <inheritdoc cref="IMicroKernel.Multiply"/>
    public abstract void Multiply(float* a, nint stride, int rows, float* b, nint k, float* tile, nint tileStride);

    /// <inheritdoc cref="Epilogues{TLanes}.Finish"/>
    public abstract void Finish(in Epilogue epilogue, float* tile, float* bias, int row, int rows, int column, int columns);

    /// <inheritdoc cref="Epilogues{TLanes}.Activate"/>
    public abstract void Activate(EpilogueKind kind, float* row, int columns);

    /// <inheritdoc cref="Rows{TLanes}.Normalise"/>
    public abstract void Normalise(in RowNorm norm, float* x, float* gain, float* shift, float* target, int width);

    /// <inheritdoc cref="Rows{TLanes}.Exponentials"/>
    public abstract float Exponentials(float* x, int width);

    /// <inheritdoc cref="Rows{TLanes}.Scale"/>
    public abstract void Scale(float* x, float factor, float* target, int width);

    /// <inheritdoc cref="Rows{TLanes}.Add"/>
    public abstract void Add(float* x, float* y, float* target, int width);

    /// <inheritdoc cref="Rows{TLanes}.AddWeighted"/>
    public abstract void AddWeighted(float* x, float* weights, float factor, float* target, int width);

    /// <inheritdoc cref="Rows{TLanes}.Rotate"/>
    public abstract void Rotate(float* x, float* cosines, float* sines, int width);
}
