namespace FaeRealtime.Live.Frames;

/// <summary>Median and 99th percentile of a duration.</summary>
/// <param name="P50">In milliseconds.</param>
/// <param name="P99">In milliseconds.</param>
public readonly record struct Quantiles(double P50, double P99);
