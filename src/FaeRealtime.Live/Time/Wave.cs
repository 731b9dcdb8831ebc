using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Time;

/// <summary>The courses of modulations.</summary>
internal static class Wave
{
    // At the end of its period a decay is at one hundredth.
    private static readonly double DecayRate = Math.Log(100.0);

    /// <summary>The value at a phase, in [−1, 1].</summary>
    /// <param name="shape">The course.</param>
    /// <param name="phase">In [0, 1).</param>
    public static double At(WaveShape shape, double phase) => shape switch
    {
        WaveShape.Triangle => phase < 0.25 ? 4.0 * phase : phase < 0.75 ? 2.0 - (4.0 * phase) : (4.0 * phase) - 4.0,
        WaveShape.Saw => (2.0 * phase) - 1.0,
        WaveShape.Square => phase < 0.5 ? 1.0 : -1.0,
        WaveShape.Decay => Math.Exp(-DecayRate * phase),
        _ => Math.Sin(2.0 * Math.PI * phase),
    };

    /// <summary>The band of sound that a course follows; null where it is a wave.</summary>
    public static AudioBand? Band(WaveShape shape) => shape switch
    {
        WaveShape.Level => AudioBand.All,
        WaveShape.Low => AudioBand.Low,
        WaveShape.Mid => AudioBand.Mid,
        WaveShape.High => AudioBand.High,
        _ => null,
    };
}
