namespace FaeRealtime.Live.Frames;

/// <summary>Median, 95th and 99th percentile of a duration.</summary>
/// <param name="P50">In milliseconds.</param>
/// <param name="P95">In milliseconds.</param>
/// <param name="P99">In milliseconds.</param>
public readonly record struct Quantiles(double P50, double P95, double P99)
{
    /// <summary>Of some durations, by nearest rank; zeros of none.</summary>
    /// <param name="milliseconds">In any order; sorted in place.</param>
    public static Quantiles Of(Span<double> milliseconds)
    {
        milliseconds.Sort();
        return new Quantiles(At(milliseconds, 0.50), At(milliseconds, 0.95), At(milliseconds, 0.99));
    }

    private static double At(ReadOnlySpan<double> sorted, double share) =>
        sorted.IsEmpty ? 0.0 : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
