using System.Net;
using FaeRealtime.Engines;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Serve;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Time;
using FaeRealtime.Remote.Http;
using FaeRealtime.Remote.Osc;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Window;

/// <summary>A live session in a window, as a command line asks for it.</summary>
internal sealed record LiveRequest
{
    /// <summary>What computes.</summary>
    public required FrameEngineOptions Engine { get; init; }

    /// <summary>What is set at the start.</summary>
    public required SessionParameters Parameters { get; init; }

    /// <summary>Where the session begins.</summary>
    public SessionStart Start { get; init; } = new();

    /// <summary>Which key does what.</summary>
    public KeyMap Keys { get; init; } = KeyMap.Usual;

    /// <summary>Whether the window covers a monitor.</summary>
    public bool FullScreen { get; init; }

    /// <summary>Which one, from 1; null for the one that the window is on.</summary>
    public int? Monitor { get; init; }

    /// <summary>Folder of the presets.</summary>
    public required string Presets { get; init; }

    /// <summary>Folder of saved pictures, recordings and sets.</summary>
    public string Out { get; init; } = OutPlace.Usual;

    /// <summary>Folders beside the content folder whose models may be shown.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The command that resumes where this session ends.</summary>
    public static string Continue => "fae live --continue";

    /// <summary>How videos are made.</summary>
    public RecordingOptions Video { get; init; } = RecordingOptions.Usual;

    /// <summary>Port of the page on this machine, 0 for a free one; null for no page.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Port of OSC on this machine, 0 for a free one; null for none.</summary>
    public int? OscPort { get; init; }

    /// <summary>Device that MIDI comes from; null for none.</summary>
    public string? Midi { get; init; }

    /// <summary>A lighting desk.</summary>
    public DmxRequest Dmx { get; init; } = DmxRequest.None;

    /// <summary>Addresses of controllers, OSC or MIDI.</summary>
    public OscMap Map { get; init; } = OscMap.None;

    /// <summary>The sound that modulations may follow; null for none.</summary>
    public string? Audio { get; init; }

    /// <summary>Pictures that come in; null for none.</summary>
    public InputRequest? Input { get; init; }

    /// <summary>Whether what is set at the end is printed as JSON.</summary>
    public bool Json { get; init; }

    /// <summary>The same without a window: its page.</summary>
    public ServeRequest Serve() => new()
    {
        Engine = Engine,
        Parameters = Parameters,
        Start = Start,
        Page = new PageOptions { Port = HttpPort ?? PageOptions.UsualPort },
        Osc = OscPort is { } port ? new IPEndPoint(IPAddress.Loopback, port) : null,
        Midi = Midi,
        Dmx = Dmx,
        Map = Map,
        Audio = Audio,
        Input = Input,
        OutFolder = Out,
        Video = Video,
        PresetFolder = Presets,
        Models = Models,
        Continue = Continue,
    };
}
