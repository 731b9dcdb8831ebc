namespace FaeRealtime.Video.Recording;

/// <summary>Where a recording stands.</summary>
public enum RecordingState
{
    /// <summary>Nothing was recorded yet.</summary>
    Idle,

    /// <summary>Frames are taken.</summary>
    Recording,

    /// <summary>Told to stop; the last frames are being written.</summary>
    Finishing,

    /// <summary>The file is whole.</summary>
    Finished,

    /// <summary>It ended by itself; <see cref="RecordingStatus.Failure"/> says why.</summary>
    Failed,
}

/// <summary>What a recording has come to, for a display.</summary>
public sealed record RecordingStatus
{
    /// <summary>Where it stands.</summary>
    public RecordingState State { get; init; }

    /// <summary>The video, or null before the first.</summary>
    public string? File { get; init; }

    /// <summary>Width of the video, in pixels.</summary>
    public int Width { get; init; }

    /// <summary>Height of the video, in pixels.</summary>
    public int Height { get; init; }

    /// <summary>Length of what is written, in seconds of the video.</summary>
    public double Seconds { get; init; }

    /// <summary>Frames written, repeated ones among them.</summary>
    public long Frames { get; init; }

    /// <summary>Frames that came while the writer was behind; the video shows the one before for longer.</summary>
    public long Dropped { get; init; }

    /// <summary>Why it failed, with the remedy; else null.</summary>
    public string? Failure { get; init; }

    /// <summary>Why it ended by itself, whole, such as before the disk was full; else null.</summary>
    public string? Ended { get; init; }
}
