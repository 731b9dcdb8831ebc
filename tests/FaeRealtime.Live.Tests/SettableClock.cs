namespace FaeRealtime.Live.Tests;

/// <summary>A clock that stands until it is told to pass.</summary>
internal sealed class SettableClock : TimeProvider
{
    private long _ticks = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Pass(double seconds) => _ticks += (long)(seconds * TimeSpan.TicksPerSecond);
}
