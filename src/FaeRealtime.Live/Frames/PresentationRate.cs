namespace FaeRealtime.Live.Frames;

/// <summary>Presented frames a second over the last few seconds; one writer, any reader, no allocation.</summary>
internal sealed class PresentationRate(TimeProvider clock)
{
    private const int Capacity = 128;
    private readonly long[] _stamps = new long[Capacity];
    private readonly Lock _gate = new();
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

    /// <summary>Intervals between the remembered frames over the time they span; 0 before the second frame.</summary>
    public double Read()
    {
        lock (_gate)
        {
            var known = (int)Math.Min(_count, Capacity);
            if (known < 2)
            {
                return 0.0;
            }

            var seconds = clock.GetElapsedTime(_stamps[(_count - known) % Capacity], _stamps[(_count - 1) % Capacity]).TotalSeconds;
            return seconds <= 0 ? 0.0 : (known - 1) / seconds;
        }
    }
}
