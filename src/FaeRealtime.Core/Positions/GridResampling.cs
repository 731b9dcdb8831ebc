using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Positions;

/// <summary>A learned position table on another grid, by the rule that the weights' authors used: what torch.nn.functional.interpolate computes with align_corners false, in double.</summary>
public static class GridResampling
{
    // The cubic kernel's parameter: OpenCV's without antialiasing, Pillow's with it (torch keeps both).
    private const double PlainCubic = -0.75;
    private const double SmoothCubic = -0.5;

    /// <summary>Resamples a square table.</summary>
    /// <param name="table"><c>[M², D]</c>, row by row.</param>
    /// <param name="from">M.</param>
    /// <param name="to">Side m of the wanted grid.</param>
    /// <param name="width">D.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="offset">What rule <see cref="PositionResize.BicubicScaleOffset"/>, and those with antialiasing, add to m for their sampling step.</param>
    /// <returns><c>[m², D]</c>.</returns>
    public static float[] Resize(ReadOnlySpan<float> table, int from, int to, int width, PositionResize rule, double offset)
    {
        if (from == to)
        {
            return table.ToArray();
        }

        var antialias = rule is PositionResize.BicubicAntialias or PositionResize.BilinearAntialias;
        var step = rule == PositionResize.BicubicScaleOffset || (antialias && offset != 0) ? from / (to + offset) : (double)from / to;
        var taps = Enumerable.Range(0, to).Select(i => antialias ? Smooth(i, from, step, rule == PositionResize.BilinearAntialias) : Plain(i, from, step)).ToArray();
        var rows = new double[to * from * width];
        for (var y = 0; y < to; y++)
        {
            foreach (var (at, weight) in taps[y])
            {
                Add(rows.AsSpan(y * from * width, from * width), table.Slice(at * from * width, from * width), weight);
            }
        }

        var result = new float[to * to * width];
        var sum = new double[width];
        for (var i = 0; i < to * to; i++)
        {
            Array.Clear(sum);
            foreach (var (at, weight) in taps[i % to])
            {
                for (var d = 0; d < width; d++)
                {
                    sum[d] += weight * rows[(((i / to * from) + at) * width) + d];
                }
            }

            for (var d = 0; d < width; d++)
            {
                result[(i * width) + d] = (float)sum[d];
            }
        }

        return result;
    }

    // Four neighbours, those beyond the border repeated.
    private static (int At, double Weight)[] Plain(int index, int from, double step)
    {
        var place = (step * (index + 0.5)) - 0.5;
        var first = (int)Math.Floor(place);
        return [.. Enumerable.Range(first - 1, 4).Select(at => (Math.Clamp(at, 0, from - 1), Cubic(place - at, PlainCubic)))];
    }

    // As many as the step covers, their weights brought to the sum 1.
    private static (int At, double Weight)[] Smooth(int index, int from, double step, bool linear)
    {
        var scale = Math.Max(step, 1.0);
        var (support, centre) = ((linear ? 1.0 : 2.0) * scale, step * (index + 0.5));
        var (first, end) = (Math.Max((int)(centre - support + 0.5), 0), Math.Min((int)(centre + support + 0.5), from));
        var weights = Enumerable.Range(first, end - first).Select(at => (At: at, Weight: Kernel((at - centre + 0.5) / scale))).ToArray();
        var sum = weights.Sum(one => one.Weight);
        return [.. weights.Select(one => (one.At, one.Weight / sum))];

        double Kernel(double x) => linear ? Math.Max(0.0, 1.0 - Math.Abs(x)) : Cubic(x, SmoothCubic);
    }

    // Keys 1981.
    private static double Cubic(double x, double a)
    {
        var d = Math.Abs(x);
        return d < 1 ? (((((a + 2) * d) - (a + 3)) * d) * d) + 1
            : d < 2 ? a * (((((d - 5) * d) + 8) * d) - 4)
            : 0;
    }

    private static void Add(Span<double> target, ReadOnlySpan<float> values, double weight)
    {
        for (var i = 0; i < values.Length; i++)
        {
            target[i] += weight * values[i];
        }
    }
}
