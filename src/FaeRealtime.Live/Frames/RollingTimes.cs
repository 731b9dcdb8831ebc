using System.Diagnostics.Metrics;

namespace FaeRealtime.Live.Frames;

/// <summary>The last durations of one stage, written by one thread without allocating, read by any.</summary>
/// <param name="histogram">Also receives every duration, for whoever listens to the process's metrics.</param>
internal sealed class RollingTimes(Histogram<double>? histogram = null)
{
    // Half a minute at 30 fps: long enough for a 99th percentile, short enough to follow a change.
    private const int Capacity = 1024;
    private readonly double[] _values = new double[Capacity];
    private readonly Lock _gate = new();
    private long _count;

    public void Add(double milliseconds)
    {
        histogram?.Record(milliseconds);
        lock (_gate)
        {
            _values[_count % Capacity] = milliseconds;
            _count++;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _count = 0;
        }
    }

    public Quantiles Read()
    {
        double[] sorted;
        lock (_gate)
        {
            sorted = _values[..(int)Math.Min(_count, Capacity)];
        }

        Array.Sort(sorted);
        return new Quantiles(At(sorted, 0.50), At(sorted, 0.99));
    }

    // Nearest rank.
    private static double At(double[] sorted, double share) =>
        sorted.Length == 0 ? 0.0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
