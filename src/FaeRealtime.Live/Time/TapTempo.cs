using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Time;

/// <summary>A tempo from taps: the median of the last intervals; every tap is a beat.</summary>
/// <param name="clock">Measures between taps.</param>
internal sealed class TapTempo(TimeProvider clock)
{
    // Slower taps begin anew: the slowest tempo has three seconds a beat.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3.1);

    private readonly BeatIntervals _intervals = new();
    private long _last;

    /// <summary>Taps once.</summary>
    /// <param name="tempo">The tempo until now.</param>
    /// <param name="beats">Where the session stands, in beats.</param>
    /// <returns>The tempo that the taps have, whose beat is now.</returns>
    public TempoParameters Tap(TempoParameters tempo, double beats)
    {
        var now = clock.GetTimestamp();
        var passed = clock.GetElapsedTime(_last, now);
        var follows = _last != 0 && passed < Longest;
        _last = now;
        if (!follows)
        {
            _intervals.Clear();
            return tempo with { Origin = beats };
        }

        _intervals.Add(passed.TotalSeconds);

        // The bar begins where the first tap was.
        return tempo with { Bpm = _intervals.Bpm, Origin = beats - _intervals.Count };
    }
}
