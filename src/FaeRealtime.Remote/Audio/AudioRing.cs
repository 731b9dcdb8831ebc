namespace FaeRealtime.Remote.Audio;

/// <summary>Samples between the thread that reads them and the thread that hears them.</summary>
/// <param name="capacity">Samples it holds.</param>
internal sealed class AudioRing(int capacity)
{
    private readonly float[] _samples = new float[capacity];
    private readonly object _gate = new();
    private int _start;
    private int _count;
    private bool _closed;

    /// <summary>Adds samples.</summary>
    /// <param name="samples">In order.</param>
    /// <param name="newest">Where there is no room: whether the oldest go, or the caller waits.</param>
    public void Add(ReadOnlySpan<float> samples, bool newest)
    {
        lock (_gate)
        {
            foreach (var sample in samples)
            {
                while (_count == capacity && !_closed)
                {
                    if (newest)
                    {
                        (_start, _count) = ((_start + 1) % capacity, _count - 1);
                    }
                    else
                    {
                        Monitor.PulseAll(_gate);
                        Monitor.Wait(_gate);
                    }
                }

                if (_closed)
                {
                    return;
                }

                _samples[(_start + _count++) % capacity] = sample;
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes what is there; never waits.</summary>
    /// <returns>How many samples.</returns>
    public int Take(Span<float> destination)
    {
        lock (_gate)
        {
            var taken = Math.Min(destination.Length, _count);
            for (var i = 0; i < taken; i++)
            {
                destination[i] = _samples[(_start + i) % capacity];
            }

            (_start, _count) = ((_start + taken) % capacity, _count - taken);
            Monitor.PulseAll(_gate);
            return taken;
        }
    }

    /// <summary>Waits for samples, the end, or the end of patience.</summary>
    public void WaitFor(int samples, TimeSpan patience)
    {
        var started = TimeProvider.System.GetTimestamp();
        lock (_gate)
        {
            while (_count < samples && !_closed && patience - TimeProvider.System.GetElapsedTime(started) is var left && left > TimeSpan.Zero)
            {
                Monitor.Wait(_gate, left);
            }
        }
    }

    /// <summary>Whether nothing is there, and nothing comes.</summary>
    public bool IsDrained
    {
        get
        {
            lock (_gate)
            {
                return _closed && _count == 0;
            }
        }
    }

    /// <summary>Nothing is added any more; what is there can still be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
