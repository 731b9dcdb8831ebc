using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Time;

namespace FaeRealtime.Remote.Midi;

/// <summary>The tempo of a MIDI clock: 24 ticks a beat, and its bar, where the sender said when it started.</summary>
/// <param name="clock">Measures between beats.</param>
internal sealed class MidiClock(TimeProvider clock)
{
    private const int TicksOfABeat = 24;

    // What the arrival of single ticks trembles by moves nothing.
    private const double TempoTolerance = 0.3;
    private const double PhaseTolerance = 0.06;

    private readonly BeatIntervals _intervals = new();
    private long _ticks;
    private long _last;
    private bool _knowsBar;

    /// <summary>The sender starts: the next tick is the first of a bar.</summary>
    public void Start()
    {
        _intervals.Clear();
        (_ticks, _last, _knowsBar) = (0, 0, true);
    }

    /// <summary>Takes a tick.</summary>
    /// <returns>Whether it is a beat.</returns>
    public bool Tick() => _ticks++ % TicksOfABeat == 0;

    /// <summary>Takes the beat that has just come.</summary>
    /// <param name="tempo">What is set.</param>
    /// <param name="beats">Where the session stands, in beats.</param>
    /// <returns>What should be set: the sender's tempo and bar, or <paramref name="tempo"/> itself where that is as good.</returns>
    public TempoParameters Beat(TempoParameters tempo, double beats)
    {
        var now = clock.GetTimestamp();
        var passed = clock.GetElapsedTime(_last, now).TotalSeconds;
        var follows = _last != 0;
        _last = now;
        if (follows && passed > _intervals.Slowest)
        {
            // The cable was out: what comes now is the first beat again.
            _intervals.Clear();
            (_ticks, _knowsBar) = (1, false);
            return tempo;
        }

        if (!follows)
        {
            return tempo;
        }

        _intervals.Add(passed);
        var bpm = _intervals.Bpm;
        var beat = _ticks / TicksOfABeat;
        var error = Math.IEEERemainder(beats - tempo.Origin - beat, _knowsBar ? tempo.BeatsPerBar : 1.0);
        return Math.Abs(bpm - tempo.Bpm) < TempoTolerance && Math.Abs(error) < PhaseTolerance
            ? tempo
            : tempo with { Bpm = Math.Round(bpm, 1), Origin = tempo.Origin + error };
    }
}
