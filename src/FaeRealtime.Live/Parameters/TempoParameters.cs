namespace FaeRealtime.Live.Parameters;

/// <summary>The beat that changes and modulations may follow.</summary>
public sealed record TempoParameters
{
    /// <summary>Beats a minute, 20 to 300.</summary>
    public double Bpm { get; init; } = 120.0;

    /// <summary>Beats of a bar, 1 to 16.</summary>
    public int BeatsPerBar { get; init; } = 4;

    /// <summary>Where the first beat of a bar lies, in beats after the session's start, −1e9 to 1e9; tapping sets it.</summary>
    public double Origin { get; init; }
}
