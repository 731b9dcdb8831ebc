using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

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

/// <summary>How evenly the way from one point to the next is covered.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<EasingKind>))]
public enum EasingKind
{
    /// <summary>At rest at both ends: 3t² − 2t³.</summary>
    Smooth,

    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>Slow first: t².</summary>
    In,

    /// <summary>Slow last: 1 − (1 − t)².</summary>
    Out,

    /// <summary>Stays, then jumps.</summary>
    Hold,
}
