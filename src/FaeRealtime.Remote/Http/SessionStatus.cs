using FaeRealtime.Video.Recording;

namespace FaeRealtime.Remote.Http;

/// <summary>How a session does, a few times a second.</summary>
internal sealed record SessionStatus
{
    /// <summary><c>loading</c>, <c>running</c>, <c>failed</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Failure { get; init; }

    /// <summary>Hash of the model folder that runs; null before the first is open. Another one has other classes (<c>session/info</c>).</summary>
    public string? ModelHash { get; init; }

    /// <summary>The model that is being opened beside it, empty for the one that the session began with; null for none.</summary>
    public string? Opening { get; init; }

    /// <summary>New frames shown a second.</summary>
    public double Fps { get; init; }

    /// <summary>Median of the time from reading the parameters to the shown frame, in milliseconds.</summary>
    public double LatencyMs { get; init; }

    /// <summary>Median of the generator's time, in milliseconds.</summary>
    public double GenerateMs { get; init; }

    /// <summary>Median of the decoder's time, in milliseconds.</summary>
    public double DecodeMs { get; init; }

    /// <summary>Median of the time to hand a frame to the texture, in microseconds.</summary>
    public double ShareUs { get; init; }

    /// <summary>Median of the time to draw and show a frame, in milliseconds.</summary>
    public double PresentMs { get; init; }

    /// <summary>Frames made and never shown.</summary>
    public long Dropped { get; init; }

    /// <summary>Frames shown.</summary>
    public long Presented { get; init; }

    /// <summary>Where on its path the session stands, in keys of length 1; a closed timeline comes back to 0.</summary>
    public double Position { get; init; }

    /// <summary>Number of the newest picture for browsers; one who has it sees what is shown now.</summary>
    public long Frame { get; init; }

    /// <summary>Browsers that watch.</summary>
    public int Watchers { get; init; }

    /// <summary>The recording.</summary>
    public required RecordingStatus Recording { get; init; }

    /// <summary>Whether the session is being recorded.</summary>
    public bool RecordsSet { get; init; }

    /// <summary>Names of the presets.</summary>
    public required IReadOnlyList<string> Presets { get; init; }

    /// <summary>Names of the videos, pictures and sets that can be taken away (<c>files</c>), the newest first.</summary>
    public required IReadOnlyList<string> Files { get; init; }
}
