using System.Net;
using FaeRealtime.Host.Osc;
using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Page;

/// <summary>What <c>fae serve</c> was asked for.</summary>
internal sealed record ServeRequest
{
    public required FrameEngineOptions Engine { get; init; }

    public required SessionParameters Parameters { get; init; }

    public required PageOptions Page { get; init; }

    /// <summary>Where OSC is received; null for nowhere.</summary>
    public IPEndPoint? Osc { get; init; }

    /// <summary>Device that MIDI comes from; null for none.</summary>
    public string? Midi { get; init; }

    /// <summary>Addresses of controllers, OSC or MIDI.</summary>
    public OscMap Map { get; init; } = OscMap.None;

    public required string OutFolder { get; init; }

    /// <summary>How videos are made.</summary>
    public RecordingOptions Video { get; init; } = RecordingOptions.Usual;

    public required string PresetFolder { get; init; }

    /// <summary>The sound that modulations may follow; null for none.</summary>
    public string? Audio { get; init; }
}
