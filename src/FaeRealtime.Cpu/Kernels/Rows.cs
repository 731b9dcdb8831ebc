using System.Runtime.CompilerServices;

namespace FaeRealtime.Cpu.Kernels;

/// <summary>Kernels that run along one row.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class Rows<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>norm(x)·gain + shift in one go.</summary>
    /// <param name="norm">Which norm.</param>
    /// <param name="x">The row.</param>
    /// <param name="gain">Factors.</param>
    /// <param name="shift">Summands.</param>
    /// <param name="target">Receives the row; may be <paramref name="x"/>.</param>
    /// <param name="width">Its length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalise(in RowNorm norm, float* x, float* gain, float* shift, float* target, int width)
    {
        var mean = norm.Centred ? Sum(x, width) / width : 0f;
        var inverse = (float)(1.0 / Math.Sqrt((SquaredDistance(x, mean, width) / width) + norm.Epsilon));
        var (centre, scale) = (TLanes.All(mean), TLanes.All(inverse));
        var i = 0;
        for (; i <= width - TLanes.Count; i += TLanes.Count)
        {
            var unit = (TLanes.Load(x + i) - centre) * scale;
            TLanes.Store(TLanes.MultiplyAdd(unit, TLanes.Load(gain + i), TLanes.Load(shift + i)), target + i);
        }

        for (; i < width; i++)
        {
            target[i] = float.MultiplyAddEstimate((x[i] - mean) * inverse, gain[i], shift[i]);
        }
    }

    /// <summary>exp(x − max x), in place.</summary>
    /// <param name="x">The row.</param>
    /// <param name="width">Its length.</param>
    /// <returns>The sum of the results, at least 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Exponentials(float* x, int width)
    {
        var highest = Highest(x, width);
        var (top, sums) = (TLanes.All(highest), TLanes.All(0f));
        var i = 0;
        for (; i <= width - TLanes.Count; i += TLanes.Count)
        {
            var value = Activations.Exp(TLanes.Load(x + i) - top);
            TLanes.Store(value, x + i);
            sums += value;
        }

        var sum = TLanes.Sum(sums);
        for (; i < width; i++)
        {
            var value = Activations.Exp(Lanes32.Load(x + i) - Lanes32.All(highest));
            Lanes32.Store(value, x + i);
            sum += x[i];
        }

        return sum;
    }

    /// <summary>x·factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float* x, float factor, float* target, int width)
    {
        var i = 0;
        for (; i <= width - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(x + i) * TLanes.All(factor), target + i);
        }

        for (; i < width; i++)
        {
            target[i] = x[i] * factor;
        }
    }

    /// <summary>x + y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* x, float* y, float* target, int width)
    {
        var i = 0;
        for (; i <= width - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(x + i) + TLanes.Load(y + i), target + i);
        }

        for (; i < width; i++)
        {
            target[i] = x[i] + y[i];
        }
    }

    /// <summary>target + x·weights·factor, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeighted(float* x, float* weights, float factor, float* target, int width)
    {
        var i = 0;
        for (; i <= width - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(x + i), TLanes.Load(weights + i) * TLanes.All(factor), TLanes.Load(target + i)), target + i);
        }

        for (; i < width; i++)
        {
            target[i] = float.MultiplyAddEstimate(x[i], weights[i] * factor, target[i]);
        }
    }

    /// <summary>Turns pairs of neighbours by their angles and scales them.</summary>
    /// <param name="x">The row, in place.</param>
    /// <param name="cosines">Each pair's twice.</param>
    /// <param name="sines">Each pair's twice, the first negative.</param>
    /// <param name="width">Its length, even.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate(float* x, float* cosines, float* sines, int width)
    {
        var i = 0;
        for (; i <= width - TLanes.Count; i += TLanes.Count)
        {
            var value = TLanes.Load(x + i);
            TLanes.Store(TLanes.MultiplyAdd(TLanes.SwapPairs(value), TLanes.Load(sines + i), value * TLanes.Load(cosines + i)), x + i);
        }

        for (; i < width; i += 2)
        {
            var (real, imaginary) = (x[i], x[i + 1]);
            x[i] = float.MultiplyAddEstimate(imaginary, sines[i], real * cosines[i]);
            x[i + 1] = float.MultiplyAddEstimate(real, sines[i + 1], imaginary * cosines[i + 1]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(float* x, int width)
    {
        var sums = TLanes.All(0f);
        var i = 0;
        for (; i <= width - TLanes.Count; i += TLanes.Count)
        {
            sums += TLanes.Load(x + i);
        }

        var sum = TLanes.Sum(sums);
        for (; i < width; i++)
        {
            sum += x[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SquaredDistance(float* x, float mean, int width)
    {
        var (centre, sums) = (TLanes.All(mean), TLanes.All(0f));
        var i = 0;
        for (; i <= width - TLanes.Count; i += TLanes.Count)
        {
            var distance = TLanes.Load(x + i) - centre;
            sums = TLanes.MultiplyAdd(distance, distance, sums);
        }

        var sum = TLanes.Sum(sums);
        for (; i < width; i++)
        {
            sum += (x[i] - mean) * (x[i] - mean);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Highest(float* x, int width)
    {
        var highest = x[0];
        var i = 0;
        if (width >= TLanes.Count)
        {
            var largest = TLanes.Load(x);
            for (i = TLanes.Count; i <= width - TLanes.Count; i += TLanes.Count)
            {
                largest = TLanes.Max(largest, TLanes.Load(x + i));
            }

            highest = TLanes.Largest(largest);
        }

        for (; i < width; i++)
        {
            highest = Math.Max(highest, x[i]);
        }

        return highest;
    }
}

/// <summary>A norm over a row.</summary>
/// <param name="Centred">Whether the mean is subtracted (LayerNorm) or not (RMSNorm).</param>
/// <param name="Epsilon">Added to the variance or mean square.</param>
internal readonly record struct RowNorm(bool Centred, double Epsilon);
