using System.Diagnostics.Metrics;

namespace FaeRealtime.Live.Frames;

/// <summary>The last durations of one stage, written by one thread without allocating, read by any.</summary>
/// <param name="histogram">Also receives every duration, for listeners of the process's metrics.</param>
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

    /// <summary>Copies the latest durations without allocating.</summary>
    /// <param name="latest">Receives them in milliseconds, oldest first.</param>
    /// <returns>How many there are: fewer than there is room for until so many were measured.</returns>
    public int Copy(Span<double> latest)
    {
        lock (_gate)
        {
            var count = (int)Math.Min(Math.Min(_count, Capacity), latest.Length);
            for (var i = 0; i < count; i++)
            {
                latest[i] = _values[(_count - count + i) % Capacity];
            }

            return count;
        }
    }

    public Quantiles Read()
    {
        double[] values;
        lock (_gate)
        {
            values = _values[..(int)Math.Min(_count, Capacity)];
        }

        return Quantiles.Of(values);
    }
}
