using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Time;

/// <summary>Moves the numbers that parameters say move by themselves.</summary>
/// <param name="time">The session's time.</param>
/// <param name="audio">What is heard; null for silence.</param>
internal sealed class Modulator(SessionTime time, IAudioLevels? audio)
{
    /// <summary>The parameters of this moment.</summary>
    /// <param name="parameters">What was set.</param>
    /// <returns>The same record where nothing moves; otherwise one with the moved numbers, each within its range.</returns>
    public SessionParameters At(SessionParameters parameters)
    {
        var moved = parameters;
        for (var i = 0; i < parameters.Modulation.Count; i++)
        {
            var modulation = parameters.Modulation[i];
            var definition = ParameterTable.At(modulation.Target);
            var about = modulation.Base ?? definition.Read(moved);
            moved = definition.Near(moved, about + (modulation.Depth * Value(modulation)));
        }

        return moved;
    }

    private double Value(Modulation modulation)
    {
        if (Wave.Band(modulation.Shape) is { } band)
        {
            return audio?.Level(band) ?? 0.0;
        }

        var periods = ((modulation.Sync ? time.Beats : time.Seconds) * modulation.Rate) + modulation.Phase;
        return Wave.At(modulation.Shape, periods - Math.Floor(periods));
    }
}
