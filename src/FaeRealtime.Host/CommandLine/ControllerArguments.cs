using System.CommandLine;
using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Remote.Dmx;
using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The options of live commands for controllers.</summary>
internal sealed class ControllerArguments
{
    private readonly Option<string?> _map = new("--map") { Description = "JSON file of a controller's own addresses, OSC, MIDI or DMX: [{ \"from\": \"/midi/1/cc/7\", \"to\": \"/fae/speed\", \"value\": \"lerp(0, 4, x)\" }]." };

    private readonly Option<string?> _dmxInput = new("--dmx-input") { Description = "Channels of a lighting desk, /dmx/UNIVERSE/CHANNEL of --map: artnet or sacn, with the address of this machine to listen at behind a colon, such as artnet:0.0.0.0; else at this machine alone." };
    private readonly Option<string?> _dmxOutput = new("--dmx-output") { Description = "The picture's colours as light, to a node or desk: artnet:ADDRESS/UNIVERSE, sacn:ADDRESS/UNIVERSE, or sacn/UNIVERSE for multicast." };
    private readonly Option<string> _dmxCells = new("--dmx-cells") { Description = "How the picture is divided for that, columns x rows, three channels each: 8x1 is a strip.", DefaultValueFactory = _ => "1x1" };

    public IEnumerable<Option> All => [Midi, _dmxInput, _dmxOutput, _dmxCells, _map];

    /// <summary>The device.</summary>
    public Option<string?> Midi { get; } = new("--midi") { Description = "Raw MIDI device such as /dev/snd/midiC1D0 ('fae doctor' lists them), or a named pipe: clock is the tempo, program changes recall presets 1 to 128, the rest is mapped by --map." };

    /// <summary>The same ways with a lighting desk.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="ConfigException">A place or the cells are none.</exception>
    public DmxRequest Dmx(ParseResult parsed)
    {
        var cells = parsed.GetValue(_dmxCells)!;
        return cells.Split('x') is [var columns, var rows] && int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var across) && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var down)
            ? new DmxRequest(Place(parsed, _dmxInput), Place(parsed, _dmxOutput), new DmxCells(across, down))
            : throw new ConfigException($"--dmx-cells is '{cells}'; give columns x rows, such as 8x1.");
    }

    private static DmxPlace? Place(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } text ? DmxPlace.Parse(text) : null;

    /// <exception cref="ConfigException">The file is missing or wrong.</exception>
    public OscMap Map(ParseResult parsed) => parsed.GetValue(_map) is { } map ? OscMap.Read(map) : OscMap.None;
}

/// <summary>A lighting desk beside a session.</summary>
/// <param name="Input">Where channels come from; null for none.</param>
/// <param name="Output">Where the picture's colours go to; null for nowhere.</param>
/// <param name="Cells">How the picture is divided for that.</param>
internal sealed record DmxRequest(DmxPlace? Input, DmxPlace? Output, DmxCells Cells)
{
    /// <summary>Neither.</summary>
    public static DmxRequest None { get; } = new(null, null, new DmxCells(1, 1));
}
