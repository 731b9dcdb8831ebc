namespace FaeRealtime.Live.Time;

/// <summary>How loud the sound is that a session follows. Used on the generator thread only.</summary>
public interface IAudioLevels
{
    /// <summary>Goes on in the sound.</summary>
    /// <param name="seconds">How far; a source that plays by itself ignores it.</param>
    void Advance(double seconds);

    /// <summary>The loudness of a band, 0 to 1.</summary>
    double Level(AudioBand band);
}

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
