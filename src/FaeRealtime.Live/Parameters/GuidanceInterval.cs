namespace FaeRealtime.Live.Parameters;

/// <summary>The stretch of times in which guidance acts; 1 is noise.</summary>
public sealed record GuidanceInterval
{
    /// <summary>Lowest time, 0 to 1.</summary>
    public double From { get; init; }

    /// <summary>Highest time, 0 to 1.</summary>
    public double To { get; init; } = 0.7;
}
