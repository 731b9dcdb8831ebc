using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Time;

/// <summary>The tempo of beats that come one after another, from a hand or a cable: the median of the last eight intervals, so that one that slips moves nothing.</summary>
public sealed class BeatIntervals
{
    private const int Most = 8;

    private readonly List<double> _seconds = [];
    private readonly ParameterDefinition _bpm = ParameterTable.At("tempo/bpm");

    /// <summary>How many intervals count.</summary>
    public int Count => _seconds.Count;

    /// <summary>Seconds between two beats of the slowest tempo.</summary>
    public double Slowest => 60.0 / _bpm.Minimum;

    /// <summary>Beats a minute, within the range of <c>tempo/bpm</c>. There must be an interval.</summary>
    public double Bpm
    {
        get
        {
            var sorted = _seconds.Order().ToArray();
            return Math.Clamp(120.0 / (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]), _bpm.Minimum, _bpm.Maximum);
        }
    }

    /// <summary>Adds an interval; one that is more than eight back counts no longer.</summary>
    /// <param name="seconds">From the beat before.</param>
    public void Add(double seconds)
    {
        _seconds.Add(seconds);
        _seconds.RemoveRange(0, Math.Max(0, _seconds.Count - Most));
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => _seconds.Clear();
}
