namespace FaeRealtime.Data.Resampling;

/// <summary>For each requested output pixel of one axis: which input pixels it averages, and their weights as fixed-point numbers.</summary>
internal sealed class AxisWeights
{
    /// <summary>Fraction bits: 32, less 8 of the sample, less 2 of headroom for filters that overshoot.</summary>
    public const int FractionBits = 32 - 8 - 2;

    private readonly int _taps;
    private readonly int[] _first;
    private readonly int[] _count;
    private readonly int[] _weights;

    private AxisWeights(int outputs, int taps)
    {
        _taps = taps;
        _first = new int[outputs];
        _count = new int[outputs];
        _weights = new int[outputs * taps];
    }

    /// <summary>Output pixels.</summary>
    public int Count => _first.Length;

    /// <summary>The first input pixel that any output needs.</summary>
    public int FirstInput => _first[0];

    /// <summary>One past the last input pixel that any output needs.</summary>
    public int EndInput => _first[^1] + _count[^1];

    /// <summary>Computes weights for a stretch of an axis. The support widens with the scale when shrinking.</summary>
    /// <param name="kernel">The filter.</param>
    /// <param name="input">Input pixels.</param>
    /// <param name="output">Output pixels of the whole axis.</param>
    /// <param name="start">The first requested output.</param>
    /// <param name="length">How many are requested.</param>
    public static AxisWeights Of(FilterKernel kernel, int input, int output, int start, int length)
    {
        var scale = (double)input / output;
        var stretch = Math.Max(scale, 1);
        var support = kernel.Support * stretch;
        var axis = new AxisWeights(length, ((int)Math.Ceiling(support) * 2) + 1);
        var exact = new double[axis._taps];
        for (var i = 0; i < length; i++)
        {
            var centre = (start + i + 0.5) * scale;
            var from = Math.Max(0, (int)(centre - support + 0.5));
            var taps = Math.Min(input, (int)(centre + support + 0.5)) - from;
            var total = 0.0;
            for (var k = 0; k < taps; k++)
            {
                exact[k] = kernel.Weight((k + from - centre + 0.5) * (1 / stretch));
                total += exact[k];
            }

            axis.Set(i, from, exact.AsSpan(0, taps), total);
        }

        return axis;
    }

    /// <summary>The first input pixel of an output and its weights.</summary>
    public ReadOnlySpan<int> Taps(int output, out int from)
    {
        from = _first[output];
        return _weights.AsSpan(output * _taps, _count[output]);
    }

    private void Set(int output, int from, ReadOnlySpan<double> exact, double total)
    {
        (_first[output], _count[output]) = (from, exact.Length);
        for (var k = 0; k < exact.Length; k++)
        {
            // Half away from zero, as the reference casts.
            var weight = (total == 0 ? exact[k] : exact[k] / total) * (1 << FractionBits);
            _weights[(output * _taps) + k] = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
        }
    }
}
