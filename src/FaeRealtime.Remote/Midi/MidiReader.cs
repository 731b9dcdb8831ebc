using System.Globalization;
using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Remote.Midi;

/// <summary>Turns the bytes of a MIDI 1.0 cable into messages, so that a knob is mapped as an OSC fader is.</summary>
/// <remarks>
/// <c>/midi/CHANNEL/cc/NUMBER</c>, <c>note/NUMBER</c> (velocity, 0 at release) and <c>pressure</c> carry 0 to 1, <c>bend</c> −1 to 1, <c>program</c> 0 to 127; channels count
/// from 1. <c>/midi/clock</c>, <c>start</c>, <c>continue</c> and <c>stop</c> carry nothing. System exclusive and other system messages are passed over; so are bytes that belong to no message.
/// </remarks>
internal sealed class MidiReader
{
    private const int HighestValue = 127;
    private const int BendCentre = 1 << 13;
    private const byte FirstStatus = 0x80;
    private const byte FirstSystem = 0xF0;
    private const byte FirstRealTime = 0xF8;

    private int _status;
    private int _first = -1;

    /// <summary>A 24th of a beat.</summary>
    public static OscMessage Clock { get; } = new("/midi/clock", []);

    /// <summary>The next clock is the first of a bar.</summary>
    public static OscMessage Start { get; } = new("/midi/start", []);

    /// <summary>The clock resumes where it stopped.</summary>
    public static OscMessage Continue { get; } = new("/midi/continue", []);

    /// <summary>The clock stops.</summary>
    public static OscMessage Stop { get; } = new("/midi/stop", []);

    /// <summary>Takes the next byte.</summary>
    /// <returns>The message that it completes; null for none.</returns>
    public OscMessage? Take(byte value)
    {
        // These may stand between the bytes of any message.
        if (value >= FirstRealTime)
        {
            return RealTime(value);
        }

        if (value >= FirstStatus)
        {
            // A system message ends the running status; its data is then nobody's.
            (_status, _first) = (value < FirstSystem ? value : 0, -1);
            return null;
        }

        return _status == 0 ? null : Data(value);
    }

    private static OscMessage? RealTime(byte value) => value switch
    {
        0xF8 => Clock,
        0xFA => Start,
        0xFB => Continue,
        0xFC => Stop,
        _ => null,
    };

    private OscMessage? Data(byte value)
    {
        var kind = _status & 0xF0;
        if (kind is 0xC0 or 0xD0)
        {
            return kind == 0xC0 ? Message("program", OscArgument.Of((long)value)) : Message("pressure", Share(value));
        }

        if (_first < 0)
        {
            _first = value;
            return null;
        }

        var number = _first;
        _first = -1;
        return kind switch
        {
            0x80 => Message(Name("note", number), OscArgument.Of(0.0)),
            0x90 => Message(Name("note", number), Share(value)),
            0xA0 => Message(Name("pressure", number), Share(value)),
            0xB0 => Message(Name("cc", number), Share(value)),
            _ => Message("bend", OscArgument.Of(Math.Max(-1.0, ((value << 7 | number) - BendCentre) / (BendCentre - 1.0)))),
        };
    }

    private static OscArgument Share(byte value) => OscArgument.Of(value / (double)HighestValue);

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}/{number}");

    private OscMessage Message(string name, OscArgument value) => new(string.Create(CultureInfo.InvariantCulture, $"/midi/{(_status & 0x0F) + 1}/{name}"), [value]);
}
