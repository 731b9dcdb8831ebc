namespace FaeRealtime.Host.Output.Recording;

/// <summary>What a recording has come to, for a display.</summary>
internal sealed record RecordingStatus
{
    public RecordingState State { get; init; }

    /// <summary>The film, or null before the first.</summary>
    public string? File { get; init; }

    /// <summary>Length of what is written, in seconds of the film.</summary>
    public double Seconds { get; init; }

    /// <summary>Frames written, repeated ones among them.</summary>
    public long Frames { get; init; }

    /// <summary>Frames that came while the writer was behind; the film shows the one before for longer.</summary>
    public long Dropped { get; init; }

    /// <summary>Why it failed, with the remedy; else null.</summary>
    public string? Failure { get; init; }
}
