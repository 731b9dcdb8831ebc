using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Midi;

/// <summary>The tempo of a MIDI clock: 24 ticks a beat, the median of the last beats, and its bar, where the sender said when it started.</summary>
/// <param name="clock">Measures between beats.</param>
internal sealed class MidiClock(TimeProvider clock)
{
    private const int TicksOfABeat = 24;
    private const int Beats = 8;

    // What the arrival of single ticks trembles by moves nothing.
    private const double TempoTolerance = 0.3;
    private const double PhaseTolerance = 0.06;

    private readonly List<double> _seconds = [];
    private readonly double _slowest = 60.0 / ParameterTable.At("tempo/bpm").Lowest;
    private long _ticks;
    private long _last;
    private bool _knowsBar;

    /// <summary>The sender starts: the next tick is the first of a bar.</summary>
    public void Start()
    {
        _seconds.Clear();
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
        if (follows && passed > _slowest)
        {
            // The cable was out: what comes now is the first beat again.
            _seconds.Clear();
            (_ticks, _knowsBar) = (1, false);
            return tempo;
        }

        if (!follows)
        {
            return tempo;
        }

        _seconds.Add(passed);
        _seconds.RemoveRange(0, Math.Max(0, _seconds.Count - Beats));
        var leaf = ParameterTable.At("tempo/bpm");
        var bpm = Math.Clamp(60.0 / Median(), leaf.Lowest, leaf.Highest);
        var beat = _ticks / TicksOfABeat;
        var error = Math.IEEERemainder(beats - tempo.Origin - beat, _knowsBar ? tempo.BeatsPerBar : 1.0);
        return Math.Abs(bpm - tempo.Bpm) < TempoTolerance && Math.Abs(error) < PhaseTolerance
            ? tempo
            : tempo with { Bpm = Math.Round(bpm, 1), Origin = tempo.Origin + error };
    }

    private double Median()
    {
        var sorted = _seconds.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
    }
}
