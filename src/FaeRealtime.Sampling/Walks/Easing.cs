namespace FaeRealtime.Sampling.Walks;

/// <summary>Curves that start and end at rest.</summary>
public static class Easing
{
    /// <summary>3t² − 2t³, level at both ends.</summary>
    /// <param name="t">Progress; values outside [0, 1] stand at the nearer end.</param>
    public static double Smooth(double t)
    {
        var inside = Math.Clamp(t, 0.0, 1.0);
        return inside * inside * (3.0 - (2.0 * inside));
    }
}
