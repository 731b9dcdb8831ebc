namespace FaeRealtime.Benchmarks.Cpu;

/// <summary>Times of the same work, taken in bursts between those of others.</summary>
/// <param name="work">Does it once and says the seconds.</param>
internal sealed class Samples(Func<double> work)
{
    private readonly List<double> _medians = [];

    /// <summary>The shortest time of all.</summary>
    public double Least { get; private set; } = double.PositiveInfinity;

    /// <summary>The median of the bursts' medians.</summary>
    public double Median => Middle(_medians);

    /// <summary>Every burst's median.</summary>
    public IReadOnlyList<double> Bursts => _medians;

    /// <summary>Measures a while.</summary>
    /// <param name="seconds">How long, at least one run.</param>
    /// <param name="keep">Whether it counts; the first pays for caches.</param>
    public void Burst(double seconds, bool keep)
    {
        List<double> times = [];
        for (var spent = 0.0; spent < seconds || times.Count == 0; spent += times[^1])
        {
            times.Add(work());
        }

        if (keep)
        {
            _medians.Add(Middle(times));
            Least = Math.Min(Least, times.Min());
        }
    }

    private static double Middle(IEnumerable<double> values)
    {
        List<double> sorted = [.. values.Order()];
        return sorted[sorted.Count / 2];
    }
}
