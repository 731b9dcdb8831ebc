namespace FaeRealtime.Host.Commands.Soak;

/// <summary>A thread that does nothing but sleep, and counts how often it was woken late: what the machine does to any program.</summary>
internal sealed class LateTimer : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);
    private readonly TimeSpan _late;
    private readonly Thread _thread;
    private long _count;
    private volatile bool _stop;

    private LateTimer(TimeSpan late) => (_late, _thread) = (late, new Thread(Run) { IsBackground = true, Name = "late timer" });

    /// <summary>Starts the thread.</summary>
    /// <param name="late">From which delay on a wake-up is late.</param>
    public static LateTimer Start(TimeSpan late)
    {
        var timer = new LateTimer(late);
        timer._thread.Start();
        return timer;
    }

    /// <summary>Late wake-ups so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
    }

    private void Run()
    {
        while (!_stop)
        {
            var before = TimeProvider.System.GetTimestamp();
            Thread.Sleep(Period);
            if (TimeProvider.System.GetElapsedTime(before) > _late)
            {
                Interlocked.Increment(ref _count);
            }
        }
    }
}
