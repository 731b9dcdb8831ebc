using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Time;

/// <summary>Says when a change that waits for the beat may begin.</summary>
/// <param name="time">The session's time.</param>
internal sealed class BeatClock(SessionTime time)
{
    private double _before = double.NaN;

    /// <summary>Whether the point that a change waits for was passed since the last call, or none is waited for.</summary>
    /// <param name="parameters">Tempo and quantisation.</param>
    public bool IsDue(SessionParameters parameters)
    {
        var quantize = parameters.Condition.Transition.Quantize;
        var length = quantize == QuantizeKind.Bar ? parameters.Tempo.BeatsPerBar : 1.0;
        var now = Math.Floor((time.Beats - parameters.Tempo.Origin) / length);
        var due = quantize == QuantizeKind.None || (!double.IsNaN(_before) && now != _before);
        _before = now;
        return due;
    }
}
