using FaeRealtime.Core.Errors;

namespace FaeRealtime.Sampling.Flow;

/// <summary>The paper's timestep shift, in this product's time (1 is noise): t' = t / (s + (1 − s)·t).</summary>
/// <remarks>The paper gives s in data time (LightningDiT's sense), s = 0.4 moves time towards noise; the same as RAE's α = 1/s.</remarks>
public readonly record struct TimestepShift
{
    /// <summary>Creates the shift.</summary>
    /// <param name="s">In (0, 100]; 1 is none.</param>
    /// <exception cref="ConfigException">s is out of range.</exception>
    public TimestepShift(double s)
    {
        if (!(s is > 0 and <= 100))
        {
            throw new ConfigException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The timestep shift is {s}; give a value above 0 and up to 100 (1 = none, the paper: 0.4)."));
        }

        S = s;
    }

    /// <summary>The shift in data time.</summary>
    public double S { get; }

    /// <summary>Shifts a time.</summary>
    /// <param name="t">In [0, 1].</param>
    /// <returns>The shifted time in [0, 1]; 0 and 1 stay.</returns>
    /// <exception cref="ArgumentOutOfRangeException">t is outside [0, 1].</exception>
    public double Apply(double t)
    {
        Check(t);

        // s + (1 − s) need not round to 1, and a plan must end exactly at its ends.
        return t == 1.0 ? 1.0 : t / (S + ((1.0 - S) * t));
    }

    /// <summary>Undoes <see cref="Apply"/>: the shift by 1/s.</summary>
    /// <param name="shifted">In [0, 1].</param>
    /// <returns>The time in [0, 1]; 0 and 1 stay.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside [0, 1].</exception>
    public double Invert(double shifted)
    {
        Check(shifted);
        return shifted == 1.0 ? 1.0 : S * shifted / (1.0 - ((1.0 - S) * shifted));
    }

    private static void Check(double t)
    {
        if (!(t is >= 0.0 and <= 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(t), t, "A time lies in [0, 1].");
        }
    }
}
