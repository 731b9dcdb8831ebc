using System.CommandLine;
using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The options of live commands for controllers.</summary>
internal sealed class ControllerArguments
{
    private readonly Option<string?> _map = new("--map") { Description = "JSON file of a controller's own addresses, OSC or MIDI: [{ \"from\": \"/midi/1/cc/7\", \"to\": \"/fae/speed\", \"value\": \"lerp(0, 4, x)\" }]." };

    public IEnumerable<Option> All => [Midi, _map];

    /// <summary>The device.</summary>
    public Option<string?> Midi { get; } = new("--midi") { Description = "Raw MIDI device such as /dev/snd/midiC1D0 ('fae doctor' lists them), or a named pipe: clock is the tempo, program changes recall presets 1 to 128, the rest is mapped by --map." };

    /// <exception cref="Core.Errors.ConfigException">The file is missing or wrong.</exception>
    public OscMap Map(ParseResult parsed) => parsed.GetValue(_map) is { } map ? OscMap.Read(map) : OscMap.None;
}
