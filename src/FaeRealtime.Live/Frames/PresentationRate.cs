namespace FaeRealtime.Live.Frames;

/// <summary>Presented frames a second, lately and in all; one writer, any reader, no allocation.</summary>
internal sealed class PresentationRate(TimeProvider clock)
{
    // At more than 256 frames a second it looks back over fewer than two seconds.
    private const int Capacity = 512;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);
    private readonly long[] _stamps = new long[Capacity];
    private readonly Lock _gate = new();
    private long _first;
    private long _count;

    public long Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public void Add(long timestamp)
    {
        lock (_gate)
        {
            _first = _count == 0 ? timestamp : _first;
            _stamps[_count % Capacity] = timestamp;
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

    /// <summary>The rate over the last two seconds before the latest frame, or over the last interval where that is longer; 0 before the second frame.</summary>
    public double Recent()
    {
        lock (_gate)
        {
            var intervals = 0;
            var known = Math.Min(_count, Capacity);
            while (intervals + 1 < known && (intervals == 0 || Span(intervals + 1) <= Window))
            {
                intervals++;
            }

            return Rate(intervals, Span(intervals));
        }
    }

    /// <summary>The rate from the first frame to the latest; 0 before the second frame.</summary>
    public double Mean()
    {
        lock (_gate)
        {
            return _count < 2 ? 0.0 : Rate(_count - 1, clock.GetElapsedTime(_first, Stamp(0)));
        }
    }

    private static double Rate(long intervals, TimeSpan span) => span <= TimeSpan.Zero ? 0.0 : intervals / span.TotalSeconds;

    private long Stamp(long back) => _stamps[(_count - 1 - back) % Capacity];

    private TimeSpan Span(int intervals) => intervals == 0 ? TimeSpan.Zero : clock.GetElapsedTime(Stamp(intervals), Stamp(0));
}
