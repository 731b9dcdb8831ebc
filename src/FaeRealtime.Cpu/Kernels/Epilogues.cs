using System.Runtime.CompilerServices;

namespace FaeRealtime.Cpu.Kernels;

/// <summary>Carries tiles of a product to where they belong.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class Epilogues<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Finishes a tile.</summary>
    /// <param name="epilogue">What to do.</param>
    /// <param name="tile">The product. Its content is lost.</param>
    /// <param name="width">Columns of a tile, and values from one of its rows to the next.</param>
    /// <param name="bias">One value a column of the tile.</param>
    /// <param name="row">The product's row that the tile begins at.</param>
    /// <param name="rows">Rows of use.</param>
    /// <param name="column">The product's column that the tile begins at.</param>
    /// <param name="columns">Columns of use; for SwiGLU of each half.</param>
    public static void Finish(in Epilogue epilogue, float* tile, int width, float* bias, int row, int rows, int column, int columns)
    {
        for (var i = 0; i < rows; i++, tile += width)
        {
            var target = epilogue.Target + ((row + i) * epilogue.TargetStride) + column;
            switch (epilogue.Kind)
            {
                case EpilogueKind.SwiGlu:
                    SwiGlu(tile, bias, width / 2, target, columns);
                    break;
                case EpilogueKind.Residual:
                    Residual(epilogue, tile, bias, row + i, column, target, columns);
                    break;
                case EpilogueKind.Pixels:
                    Add(tile, bias, tile, columns);
                    PixelRows.Write(epilogue.Pixels, tile, row + i, column, columns);
                    break;
                case EpilogueKind.GeluCells:
                    Add(tile, bias, tile, columns);
                    Activate(EpilogueKind.Gelu, tile, columns);
                    epilogue.Cells.Place(tile, row + i, column, columns);
                    break;
                default:
                    Add(tile, bias, target, columns);
                    Activate(epilogue.Kind, target, columns);
                    break;
            }
        }
    }

    /// <summary>Applies an activation in place.</summary>
    /// <param name="kind">Which; others than activations do nothing.</param>
    /// <param name="row">The values.</param>
    /// <param name="columns">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate(EpilogueKind kind, float* row, int columns)
    {
        switch (kind)
        {
            case EpilogueKind.Silu:
                Each<SiluStep>(row, columns);
                break;
            case EpilogueKind.Gelu:
                Each<GeluStep>(row, columns);
                break;
            case EpilogueKind.GeluTanh:
                Each<GeluTanhStep>(row, columns);
                break;
            default:
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Each<TStep>(float* row, int columns)
        where TStep : struct, IStep
    {
        var i = 0;
        for (; i <= columns - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(TStep.Of(TLanes.Load(row + i)), row + i);
        }

        for (; i < columns; i++)
        {
            Lanes32.Store(TStep.Of(Lanes32.Load(row + i)), row + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(float* tile, float* bias, float* target, int columns)
    {
        var i = 0;
        for (; i <= columns - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(tile + i) + TLanes.Load(bias + i), target + i);
        }

        for (; i < columns; i++)
        {
            target[i] = tile[i] + bias[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SwiGlu(float* tile, float* bias, int half, float* target, int columns)
    {
        var i = 0;
        for (; i <= columns - TLanes.Count; i += TLanes.Count)
        {
            SwiGluStep<TLanes>(tile, bias, half, target, i);
        }

        for (; i < columns; i++)
        {
            SwiGluStep<Lanes32>(tile, bias, half, target, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SwiGluStep<T>(float* tile, float* bias, int half, float* target, int i)
        where T : struct, ILanes<T>
    {
        var gate = T.Load(tile + i) + T.Load(bias + i);
        var up = T.Load(tile + half + i) + T.Load(bias + half + i);
        T.Store(Activations.Silu(gate) * up, target + i);
    }

    private static void Residual(in Epilogue epilogue, float* tile, float* bias, int row, int column, float* target, int columns)
    {
        var from = epilogue.ResidualPeriod > 0 ? row % epilogue.ResidualPeriod : row;
        var residual = epilogue.Residual + (from * epilogue.ResidualStride) + column;
        if (epilogue.Gates == null)
        {
            Ungated(tile, bias, residual, target, columns);
        }
        else
        {
            Gated(tile, bias, epilogue.Gates[row / epilogue.RowsPerImage] + epilogue.GateOffset + column, residual, target, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Ungated(float* tile, float* bias, float* residual, float* target, int columns)
    {
        var i = 0;
        for (; i <= columns - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(residual + i) + (TLanes.Load(tile + i) + TLanes.Load(bias + i)), target + i);
        }

        for (; i < columns; i++)
        {
            target[i] = residual[i] + (tile[i] + bias[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gated(float* tile, float* bias, float* gate, float* residual, float* target, int columns)
    {
        var i = 0;
        for (; i <= columns - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(gate + i), TLanes.Load(tile + i) + TLanes.Load(bias + i), TLanes.Load(residual + i)), target + i);
        }

        for (; i < columns; i++)
        {
            target[i] = float.MultiplyAddEstimate(gate[i], tile[i] + bias[i], residual[i]);
        }
    }

    private interface IStep
    {
        static abstract T Of<T>(T x)
            where T : struct, ILanes<T>;
    }

    private readonly struct SiluStep : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T>(T x)
            where T : struct, ILanes<T> => Activations.Silu(x);
    }

    private readonly struct GeluStep : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T>(T x)
            where T : struct, ILanes<T> => Activations.Gelu(x);
    }

    private readonly struct GeluTanhStep : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Of<T>(T x)
            where T : struct, ILanes<T> => Activations.GeluTanh(x);
    }
}
