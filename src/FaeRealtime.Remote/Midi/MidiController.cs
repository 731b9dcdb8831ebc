using FaeRealtime.Core.Errors;
using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Remote.Midi;

/// <summary>What a MIDI cable does to a session: its clock is the tempo, a program change recalls the preset of that number, counted from 1, and everything else does what the map says.</summary>
internal sealed class MidiController : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly OscDispatcher _dispatcher;
    private readonly Action<string> _log;
    private readonly TimeProvider _clock;
    private readonly MidiClock _tempo;
    private readonly HashSet<string> _strange = new(StringComparer.Ordinal);
    private MidiInput? _input;
    private long _told;

    private MidiController(OscDispatcher dispatcher, Action<string> log, TimeProvider clock) => (_dispatcher, _log, _clock, _tempo) = (dispatcher, log, clock, new MidiClock(clock));

    /// <summary>Starts to listen.</summary>
    /// <param name="path">The device (<see cref="MidiInput"/>).</param>
    /// <param name="dispatcher">Carries out what is mapped. Borrowed.</param>
    /// <param name="log">Gets the name of each knob that is mapped to nothing, once; refusals, one a second at most; what becomes of the device.</param>
    /// <param name="clock">Measures the tempo.</param>
    /// <exception cref="ConfigException">There is no such device.</exception>
    public static MidiController Start(string path, OscDispatcher dispatcher, Action<string> log, TimeProvider clock)
    {
        var controller = new MidiController(dispatcher, log, clock);
        controller._input = MidiInput.Start(path, controller.Take, log);
        return controller;
    }

    public void Dispose() => _input?.Dispose();

    // On the input's thread.
    private void Take(OscMessage message)
    {
        if (_dispatcher.Map.Knows(message.Address))
        {
            Try(() => _dispatcher.Act([message]));
        }
        else if (message == MidiReader.Start)
        {
            _tempo.Start();
        }
        else if (message == MidiReader.Clock)
        {
            Tick();
        }
        else if (message.Address.EndsWith("/program", StringComparison.Ordinal))
        {
            Try(() => _dispatcher.Act([new OscMessage("/fae/preset", [OscArgument.Of(message.Arguments[0].Whole + 1)])]));
        }
        else if (message != MidiReader.Continue && message != MidiReader.Stop && _strange.Add(message.Address))
        {
            _log($"MIDI {message.Address} is {message.Arguments[0]} and means nothing yet: name it as \"from\" in the map's file.");
        }
    }

    private void Tick()
    {
        if (_tempo.Tick())
        {
            Try(() => _dispatcher.Remote.Change(now => _tempo.Beat(now.Tempo, _dispatcher.Remote.Session.Session.Time.Beats) is var tempo && ReferenceEquals(tempo, now.Tempo) ? now : now with { Tempo = tempo }));
        }
    }

    private void Try(Action change)
    {
        try
        {
            change();
        }
        catch (Exception refused) when (refused is FaeException or SessionNotOpenException)
        {
            if (_told == 0 || _clock.GetElapsedTime(_told) > Quiet)
            {
                _log($"MIDI refused: {Shortened.Line(refused.Message)}");
                _told = _clock.GetTimestamp();
            }
        }
    }
}
