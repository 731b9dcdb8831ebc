namespace FaeRealtime.Evaluation.Ablations;

/// <summary>A number over several seeds.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation, by N − 1.</param>
/// <param name="Values">One a seed.</param>
public sealed record Spread(double Mean, double Deviation, IReadOnlyList<double> Values)
{
    /// <summary>Of two values or more.</summary>
    internal static Spread Of(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return new Spread(mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)), values);
    }
}
