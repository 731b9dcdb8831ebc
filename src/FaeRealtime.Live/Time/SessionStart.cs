namespace FaeRealtime.Live.Time;

/// <summary>Where a session begins.</summary>
public sealed record SessionStart
{
    /// <summary>Its time in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Its time in beats.</summary>
    public double Beats { get; init; }

    /// <summary>Its place on the path, in keys.</summary>
    public double Position { get; init; }
}
