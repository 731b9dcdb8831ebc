namespace FaeRealtime.Evaluation.Metrics;

/// <summary>Quantiles of a list of numbers, linear between two of them.</summary>
/// <param name="Low">5 %.</param>
/// <param name="Quarter">25 %.</param>
/// <param name="Median">50 %.</param>
/// <param name="ThreeQuarters">75 %.</param>
/// <param name="High">95 %.</param>
public sealed record Quantiles(double Low, double Quarter, double Median, double ThreeQuarters, double High)
{
    /// <summary>Of at least one number.</summary>
    internal static Quantiles Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Quantiles(At(sorted, 0.05), At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75), At(sorted, 0.95));
    }

    private static double At(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
