using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Control;

/// <summary>A tempo from taps: the median of the last intervals; every tap is a beat.</summary>
/// <param name="clock">Measures between taps.</param>
internal sealed class TapTempo(TimeProvider clock)
{
    private const int Intervals = 8;

    // Slower taps begin anew: the slowest tempo has three seconds a beat.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3.1);

    private readonly List<double> _seconds = [];
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
            _seconds.Clear();
            return tempo with { Origin = beats };
        }

        _seconds.Add(passed.TotalSeconds);
        _seconds.RemoveRange(0, Math.Max(0, _seconds.Count - Intervals));
        var sorted = _seconds.Order().ToArray();
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
        var leaf = ParameterTable.At("tempo/bpm");

        // The bar begins where the first tap was.
        return tempo with { Bpm = Math.Clamp(60.0 / median, leaf.Lowest, leaf.Highest), Origin = beats - _seconds.Count };
    }
}
