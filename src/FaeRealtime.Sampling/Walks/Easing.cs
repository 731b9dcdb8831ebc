namespace FaeRealtime.Sampling.Walks;

/// <summary>Courses from 0 to 1.</summary>
public static class Easing
{
    /// <summary>3t² − 2t³, level at both ends.</summary>
    /// <param name="t">Progress; values outside [0, 1] stand at the nearer end.</param>
    public static double Smooth(double t)
    {
        var inside = Math.Clamp(t, 0.0, 1.0);
        return inside * inside * (3.0 - (2.0 * inside));
    }

    /// <summary>One of the courses.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="t">Progress; values outside [0, 1] stand at the nearer end.</param>
    public static double At(EasingKind kind, double t)
    {
        var inside = Math.Clamp(t, 0.0, 1.0);
        return kind switch
        {
            EasingKind.Linear => inside,
            EasingKind.In => inside * inside,
            EasingKind.Out => inside * (2.0 - inside),
            EasingKind.Hold => inside < 1.0 ? 0.0 : 1.0,
            _ => Smooth(inside),
        };
    }
}
