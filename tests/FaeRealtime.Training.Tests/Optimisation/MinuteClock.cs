namespace FaeRealtime.Training.Tests.Optimisation;

/// <summary>A clock that advances one minute each time it is read.</summary>
internal sealed class MinuteClock : TimeProvider
{
    private long _minutes;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => 60 * _minutes++;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
}
