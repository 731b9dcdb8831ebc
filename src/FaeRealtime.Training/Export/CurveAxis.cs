namespace FaeRealtime.Training.Export;

/// <summary>An axis: from a range of values to shares of its length, with ticks at round numbers.</summary>
internal sealed class CurveAxis
{
    private const double Padding = 0.04;
    private const int WantedTicks = 5;
    private static readonly double[] RoundSteps = [1, 2, 5, 10];

    private readonly double _low;
    private readonly double _high;
    private readonly bool _logarithmic;

    private CurveAxis(double low, double high, bool logarithmic)
    {
        var room = high > low ? Padding * (high - low) : logarithmic ? 0.5 : Math.Max(1, Math.Abs(low)) * 0.5;
        (_low, _high, _logarithmic) = (low - room, high + room, logarithmic);
    }

    /// <summary>From 0 to a number of steps.</summary>
    public static CurveAxis OfSteps(int last) => new(0, Math.Max(1, last), logarithmic: false);

    /// <summary>Around values; logarithmic where that is asked for and they are all above 0. None give 0 to 1.</summary>
    public static CurveAxis Around(IReadOnlyList<double> values, bool logarithmic)
    {
        if (values.Count == 0)
        {
            return new CurveAxis(0, 1, logarithmic: false);
        }

        var (low, high) = (values.Min(), values.Max());
        return logarithmic && low > 0 ? new CurveAxis(Math.Log10(low), Math.Log10(high), logarithmic: true) : new CurveAxis(low, high, logarithmic: false);
    }

    /// <summary>Where a value lies: 0 at the axis' start, 1 at its end.</summary>
    public double Share(double value) => ((_logarithmic ? Math.Log10(value) : value) - _low) / (_high - _low);

    /// <summary>Round values within the axis.</summary>
    public IReadOnlyList<double> Ticks()
    {
        if (_logarithmic)
        {
            var decades = Decades().Where(value => Share(value) is >= 0 and <= 1).ToArray();
            if (decades.Length >= 2)
            {
                return decades;
            }
        }

        var (from, to) = _logarithmic ? (Math.Pow(10, _low), Math.Pow(10, _high)) : (_low, _high);
        var step = RoundStep((to - from) / WantedTicks);
        var first = Math.Ceiling(from / step);
        return [.. Enumerable.Range(0, (int)Math.Floor((to / step) - first) + 1).Select(i => (first + i) * step)];
    }

    // 1, 2, 5 in every decade, or the powers of ten alone where that is many.
    private IEnumerable<double> Decades()
    {
        double[] factors = _high - _low > 2.5 ? [1] : [1, 2, 5];
        for (var power = (int)Math.Floor(_low); power <= Math.Ceiling(_high); power++)
        {
            foreach (var factor in factors)
            {
                yield return factor * Math.Pow(10, power);
            }
        }
    }

    private static double RoundStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * RoundSteps.First(step => step * power >= rough * 0.999);
    }
}
