namespace FaeRealtime.Live.Generation;

/// <summary>The one lock of a session's threads, and the signal that something behind it changed. A thread that locks it holds it for an instant or waits on it.</summary>
/// <param name="clock">For waits.</param>
internal sealed class SessionGate(TimeProvider clock)
{
    /// <summary>Changes something and wakes all who wait.</summary>
    public void Change(Action change)
    {
        lock (this)
        {
            change();
            Monitor.PulseAll(this);
        }
    }

    /// <summary>Wakes all who wait, so that they look again.</summary>
    public void Announce()
    {
        lock (this)
        {
            Monitor.PulseAll(this);
        }
    }

    /// <summary>Waits until something is so.</summary>
    /// <param name="condition">Looked at after each signal, under the lock.</param>
    /// <param name="timeout">At most so long, or infinitely.</param>
    /// <returns>Whether it came true in time.</returns>
    public bool WaitUntil(Func<bool> condition, TimeSpan timeout)
    {
        var started = clock.GetTimestamp();
        lock (this)
        {
            while (!condition())
            {
                var left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - clock.GetElapsedTime(started);
                if ((left <= TimeSpan.Zero && left != Timeout.InfiniteTimeSpan) || !Monitor.Wait(this, left))
                {
                    return condition();
                }
            }

            return true;
        }
    }
}
