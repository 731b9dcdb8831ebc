using System.Net;
using FaeRealtime.Engines;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Time;
using FaeRealtime.Remote;
using FaeRealtime.Remote.Http;
using FaeRealtime.Remote.Osc;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Commands.Serve;

/// <summary>What <c>fae serve</c> was asked for.</summary>
internal sealed record ServeRequest
{
    public required FrameEngineOptions Engine { get; init; }

    public required SessionParameters Parameters { get; init; }

    /// <summary>Where the session begins.</summary>
    public SessionStart Start { get; init; } = new();

    public required PageOptions Page { get; init; }

    /// <summary>Whether this program's input and output belong to one that talks the Model Context Protocol.</summary>
    public bool Converses { get; init; }

    /// <summary>Where OSC is received; null for nowhere.</summary>
    public IPEndPoint? Osc { get; init; }

    /// <summary>Device that MIDI comes from; null for none.</summary>
    public string? Midi { get; init; }

    /// <summary>A lighting desk.</summary>
    public DmxRequest Dmx { get; init; } = DmxRequest.None;

    /// <summary>Addresses of controllers, OSC or MIDI.</summary>
    public OscMap Map { get; init; } = OscMap.None;

    /// <summary>The command that resumes where this session ends.</summary>
    public string Continue { get; init; } = "fae serve --continue";

    public required string OutFolder { get; init; }

    /// <summary>How videos are made.</summary>
    public RecordingOptions Video { get; init; } = RecordingOptions.Usual;

    public required string PresetFolder { get; init; }

    /// <summary>Folders beside the content folder whose models may be shown.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>By which ways it is controlled.</summary>
    public ControlServerOptions Control => new() { Page = Page, Osc = Osc, Midi = Midi, DmxInput = Dmx.Input, DmxOutput = Dmx.Output, DmxCells = Dmx.Cells, Map = Map, Models = () => ModelChoice.Listed(Models) };

    /// <summary>The sound that modulations may follow; null for none.</summary>
    public string? Audio { get; init; }

    /// <summary>Pictures that come in; null for none.</summary>
    public InputRequest? Input { get; init; }
}
