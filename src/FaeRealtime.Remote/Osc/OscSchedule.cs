namespace FaeRealtime.Remote.Osc;

/// <summary>Bundles that wait for their time, and act then in the order of their times. So many messages may wait, and no longer than <see cref="Horizon"/>.</summary>
internal sealed class OscSchedule : IAsyncDisposable
{
    /// <summary>Most messages that wait, in all bundles together.</summary>
    public const int MostMessages = 4096;

    private readonly PriorityQueue<(Action Act, int Messages), (long Due, long Order)> _waiting = new();
    private readonly Lock _gate = new();
    private readonly Lock _acting = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private long _added;
    private int _messages;

    private OscSchedule(TimeProvider clock, ITimer timer) => (_clock, _timer) = (clock, timer);

    /// <summary>Makes an empty one with its timer.</summary>
    /// <param name="clock">By which time passes.</param>
    public static OscSchedule Create(TimeProvider clock)
    {
        OscSchedule? schedule = null;
        var timer = clock.CreateTimer(_ => schedule!.ActDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return schedule = new OscSchedule(clock, timer);
    }

    /// <summary>How far ahead a bundle may lie.</summary>
    public static TimeSpan Horizon { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages that wait.</summary>
    public int Waiting => Volatile.Read(ref _messages);

    /// <summary>Whether so many more may wait.</summary>
    public bool HasRoom(int messages) => Waiting + messages <= MostMessages;

    /// <summary>Keeps a bundle for later. The caller has asked for room and a time within the horizon.</summary>
    /// <param name="delay">When.</param>
    /// <param name="messages">How many it has.</param>
    /// <param name="act">What happens then, on a thread of the pool, one bundle after another.</param>
    public void Add(TimeSpan delay, int messages, Action act)
    {
        lock (_gate)
        {
            _waiting.Enqueue((act, messages), (_clock.GetTimestamp() + (long)(delay.TotalSeconds * _clock.TimestampFrequency), _added++));
            _messages += messages;
            Arm();
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void ActDue()
    {
        // A slow bundle must not be overtaken by a later one.
        lock (_acting)
        {
            while (TakeDue() is { } act)
            {
                act();
            }
        }
    }

    private Action? TakeDue()
    {
        lock (_gate)
        {
            if (_waiting.TryPeek(out var next, out var when) && when.Due <= _clock.GetTimestamp())
            {
                _waiting.Dequeue();
                _messages -= next.Messages;
                return next.Act;
            }

            Arm();
            return null;
        }
    }

    // Timers count whole milliseconds; one that came too early would only come again.
    private void Arm()
    {
        if (_waiting.TryPeek(out _, out var when))
        {
            var left = (when.Due - _clock.GetTimestamp()) / (double)_clock.TimestampFrequency;
            _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0.0, Math.Ceiling(left * 1000.0))), Timeout.InfiniteTimeSpan);
        }
    }
}
