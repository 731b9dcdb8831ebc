namespace FaeRealtime.Data.Resampling;

/// <summary>A filter's continuous form.</summary>
/// <param name="Support">Radius beyond which it is 0, in source pixels at scale 1.</param>
/// <param name="Weight">Its value at a distance from the centre.</param>
internal sealed record FilterKernel(double Support, Func<double, double> Weight)
{
    private const double CubicA = -0.5;

    /// <summary>The kernel of an averaging filter.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="ResampleFilter.Nearest"/> has none.</exception>
    public static FilterKernel Of(ResampleFilter filter) => filter switch
    {
        ResampleFilter.Box => new(0.5, x => x is > -0.5 and <= 0.5 ? 1 : 0),
        ResampleFilter.Bilinear => new(1, x => Math.Max(0, 1 - Math.Abs(x))),
        ResampleFilter.Hamming => new(1, Hamming),
        ResampleFilter.Bicubic => new(2, Cubic),
        ResampleFilter.Lanczos => new(3, x => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "This filter averages nothing."),
    };

    private static double Cubic(double x)
    {
        var d = Math.Abs(x);
        return d switch
        {
            < 1 => ((((CubicA + 2) * d) - (CubicA + 3)) * d * d) + 1,
            < 2 => ((((d - 5) * d) + 8) * d - 4) * CubicA,
            _ => 0,
        };
    }

    private static double Hamming(double x) => Math.Abs(x) switch
    {
        0 => 1,
        >= 1 => 0,
        var d => Sinc(d) * (0.54 + (0.46 * Math.Cos(Math.PI * d))),
    };

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
