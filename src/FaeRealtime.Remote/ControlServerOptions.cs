using System.Net;
using FaeRealtime.Remote.Dmx;
using FaeRealtime.Remote.Http;
using FaeRealtime.Remote.Inputs;
using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Remote;

/// <summary>By which ways a session is controlled from outside.</summary>
public sealed record ControlServerOptions
{
    /// <summary>Where the page is served, and to whom.</summary>
    public required PageOptions Page { get; init; }

    /// <summary>Where OSC is received; null for nowhere.</summary>
    public IPEndPoint? Osc { get; init; }

    /// <summary>Device that MIDI comes from; null for none.</summary>
    public string? Midi { get; init; }

    /// <summary>Where a lighting desk's channels come from, for the map; null for none.</summary>
    public DmxPlace? DmxInput { get; init; }

    /// <summary>Where the picture's colours go to; null for nowhere.</summary>
    public DmxPlace? DmxOutput { get; init; }

    /// <summary>How the picture is divided for that. Default: its mean colour.</summary>
    public DmxCells DmxCells { get; init; } = new(1, 1);

    /// <summary>Addresses of controllers, OSC, MIDI or DMX.</summary>
    public OscMap Map { get; init; } = OscMap.None;

    /// <summary>Receives image files that browsers send; null where none can come in. Borrowed.</summary>
    public ReceivedImages? Images { get; init; }

    /// <summary>Decodes an image file to <c>[S, S, 3]</c>, its middle at a side S, for masks that clients send; null where none can come. Throws <see cref="Core.Errors.ImageFileException"/>.</summary>
    public Func<ReadOnlyMemory<byte>, int, byte[]>? Decode { get; init; }

    /// <summary>Names of the models that can be loaded.</summary>
    public Func<IReadOnlyList<string>> Models { get; init; } = () => [];
}
