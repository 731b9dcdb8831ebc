namespace FaeRealtime.Evaluation.Metrics;

/// <summary>Where a share that was measured on a sample probably lies: Wilson's interval, which stays inside [0, 1] and does not shrink to a point at 0 and 1.</summary>
internal static class BinomialInterval
{
    // The 97.5 % quantile of the standard normal distribution.
    private const double Quantile = 1.959963984540054;

    /// <summary>The 95 % interval (Wilson 1927).</summary>
    /// <param name="right">How many of them.</param>
    /// <param name="count">Of how many, 1 or more.</param>
    public static (double Low, double High) Wilson(int right, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)right, (uint)count, nameof(right));
        var (share, squared) = (right / (double)count, Quantile * Quantile);
        var middle = (share + (squared / (2 * count))) / (1 + (squared / count));
        var half = Quantile / (1 + (squared / count)) * Math.Sqrt((share * (1 - share) / count) + (squared / (4.0 * count * count)));
        return (right == 0 ? 0 : middle - half, right == count ? 1 : middle + half);
    }
}
