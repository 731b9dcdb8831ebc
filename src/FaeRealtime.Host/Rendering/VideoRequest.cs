using FaeRealtime.Host.CommandLine;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Recording;

namespace FaeRealtime.Host.Rendering;

/// <summary>A video of a session in exact pacing.</summary>
internal sealed record VideoRequest : VideoOrder
{
    /// <summary>The command that asks, for the metadata.</summary>
    public required string Command { get; init; }

    /// <summary>The whole session.</summary>
    public required SessionParameters Parameters { get; init; }

    /// <summary>The session recording that it plays; null where nothing changes on the way.</summary>
    public SessionRecording? Set { get; init; }

    /// <summary>The set's file, as metadata name it; null without one.</summary>
    public string? SetFile { get; init; }

    /// <summary>The sound that its modulations follow; null for none.</summary>
    public VideoSound? Sound { get; init; }

    /// <summary>Where the session, and with it the sound, stands at the first frame, in seconds.</summary>
    public double Start => Set?.Start.Seconds ?? 0.0;
}
