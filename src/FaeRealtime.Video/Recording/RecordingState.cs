namespace FaeRealtime.Host.Output.Recording;

/// <summary>Where a recording stands.</summary>
internal enum RecordingState
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
