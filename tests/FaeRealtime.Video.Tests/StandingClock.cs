namespace FaeRealtime.Video.Tests;

/// <summary>Always 2 January 2026, 03:04:05.</summary>
internal sealed class StandingClock : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
}
