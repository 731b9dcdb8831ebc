using System.Globalization;

namespace FaeRealtime.Parity.Cases;

/// <summary>Applies the rules to two lists of numbers.</summary>
internal static class ParityRules
{
    private const double OutputAbsolute = 1e-4;
    private const double OutputRelative = 5e-5;
    private const double TrajectoryRms = 1e-3;
    private const double GradientRelative = 1e-4;
    private const double ElementRelative = 1e-4;
    private const double IllConditionedRelative = 1e-3;
    private const double AdaptiveRelative = 5e-4;

    // Half a step of rounding, and what float32 may move.
    private const double PictureAbsolute = (0.5 / 255) + 1e-4;

    // Smaller elements of a table are held to the absolute bound.
    private const double SmallElement = 1e-3;

    // Below this a gradient is rounding noise around an exact zero.
    private const double ZeroNorm = 1e-7;

    /// <summary>Compares.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="actual">Ours.</param>
    /// <param name="golden">The reference, as long.</param>
    /// <param name="rule">Which tolerance.</param>
    /// <param name="scale">What it is multiplied by.</param>
    public static ParityRow Compare(string name, ReadOnlySpan<float> actual, ReadOnlySpan<float> golden, ParityRule rule, double scale)
    {
        double worst = 0, difference = 0, norm = 0, largest = 0, share = 0, notSmall = 0;
        for (var i = 0; i < golden.Length; i++)
        {
            var d = Math.Abs((double)actual[i] - golden[i]);
            worst = double.IsNaN(d) ? double.NaN : Math.Max(worst, d);
            difference += d * d;
            norm += (double)golden[i] * golden[i];
            share = d > 0 ? Math.Max(share, d / Math.Abs((double)golden[i])) : share;
            notSmall = d > 0 && Math.Abs(golden[i]) > SmallElement ? Math.Max(notSmall, d / Math.Abs((double)golden[i])) : notSmall;
            largest = Math.Max(largest, Math.Abs((double)golden[i]));
        }

        var relative = norm > 0 ? Math.Sqrt(difference / norm) : difference > 0 ? double.PositiveInfinity : 0;
        var rms = Math.Sqrt(norm / Math.Max(1, golden.Length));
        var absolute = OutputAbsolute * scale * Math.Max(1, largest);
        var pass = rule switch
        {
            ParityRule.Output => worst <= absolute && (relative <= OutputRelative * scale || norm == 0),
            ParityRule.Trajectory => worst <= TrajectoryRms * scale * rms,
            ParityRule.Table => worst <= absolute && notSmall <= ElementRelative * scale,
            ParityRule.IllConditionedTable => worst <= 10 * absolute && notSmall <= IllConditionedRelative * scale,
            ParityRule.Adaptive => relative <= AdaptiveRelative * scale,
            ParityRule.Picture => worst <= PictureAbsolute,
            ParityRule.Element => worst >= 0 && share <= ElementRelative * scale,
            _ => relative <= GradientRelative * scale || Math.Sqrt(difference) <= ZeroNorm && norm == 0,
        };
        return new ParityRow(name, worst, relative, Text(rule, absolute, scale, rms), pass);
    }

    private static string Text(ParityRule rule, double absolute, double scale, double rms) => rule switch
    {
        ParityRule.Output => string.Create(CultureInfo.InvariantCulture, $"abs {absolute:0.#e0}, L2 {OutputRelative * scale:0.#e0}"),
        ParityRule.Trajectory => string.Create(CultureInfo.InvariantCulture, $"abs {TrajectoryRms * scale * rms:0.#e0}"),
        ParityRule.Table => string.Create(CultureInfo.InvariantCulture, $"each {ElementRelative * scale:0.#e0}"),
        ParityRule.IllConditionedTable => string.Create(CultureInfo.InvariantCulture, $"each {IllConditionedRelative * scale:0.#e0}"),
        ParityRule.Adaptive => string.Create(CultureInfo.InvariantCulture, $"L2 {AdaptiveRelative * scale:0.#e0}"),
        ParityRule.Picture => string.Create(CultureInfo.InvariantCulture, $"abs {PictureAbsolute:0.#e0}"),
        ParityRule.Element => string.Create(CultureInfo.InvariantCulture, $"each {ElementRelative * scale:0.#e0}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"L2 {GradientRelative * scale:0.#e0}"),
    };
}

/// <summary>The tolerances of the golden cases (float32 end to end; the official code differs from its own float64 run by at most 3e-6).</summary>
internal enum ParityRule
{
    /// <summary>max|d| ≤ 1e-4·max(1, absmax) and relative L2 ≤ 5e-5.</summary>
    Output,

    /// <summary>max|d| ≤ 1e-3·rms after all steps.</summary>
    Trajectory,

    /// <summary>Relative L2 ≤ 1e-4.</summary>
    Gradient,

    /// <summary>Every element within 1e-4 of itself.</summary>
    Element,

    /// <summary>Every element above 1e-3 within 1e-4 of itself, the others as in <see cref="Output"/>.</summary>
    Table,

    /// <summary>The same with 1e-3, where the official float32 value itself is no better.</summary>
    IllConditionedTable,

    /// <summary>max|d| ≤ half a step of 8 bits and 1e-4.</summary>
    Picture,

    /// <summary>Relative L2 ≤ 5e-4: two adaptive solvers of one tolerance.</summary>
    Adaptive,
}
