namespace FaeRealtime.Live.Time;

/// <summary>A part of the heard sound.</summary>
public enum AudioBand
{
    /// <summary>The whole.</summary>
    All,

    /// <summary>Below 250 Hz.</summary>
    Low,

    /// <summary>250 Hz to 2 kHz.</summary>
    Mid,

    /// <summary>Above 2 kHz.</summary>
    High,
}
