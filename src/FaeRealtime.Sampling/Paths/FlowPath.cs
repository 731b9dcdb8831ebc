using FaeRealtime.Core.Config;

namespace FaeRealtime.Sampling.Paths;

/// <summary>The paths between data and noise.</summary>
public static class FlowPath
{
    /// <summary>β of the variance-preserving diffusion at data (Song et al. 2021, arXiv:2011.13456).</summary>
    public const double BetaAtData = 0.1;

    /// <summary>The same at noise.</summary>
    public const double BetaAtNoise = 20.0;

    /// <summary>The path's scalars at a time.</summary>
    /// <param name="path">Which path.</param>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">t is outside [0, 1].</exception>
    public static PathPoint At(PathKind path, double t)
    {
        if (!(t is >= 0.0 and <= 1.0))
        {
            throw new ArgumentOutOfRangeException(nameof(t), t, "A time lies in [0, 1].");
        }

        return path switch
        {
            PathKind.Gvp => Trigonometric(t),
            PathKind.Vp => VariancePreserving(t),
            _ => new PathPoint(t, 1 - t, -1, -1 / (1 - t), t, 1),
        };
    }

    private static PathPoint Trigonometric(double t)
    {
        const double Quarter = 0.5 * Math.PI;
        var (sine, _) = Math.SinCos(Quarter * t);

        // cos(πt/2), exactly 0 at pure noise.
        var cosine = Math.Sin(Quarter * (1 - t));
        return new PathPoint(t, cosine, -Quarter * sine, -Quarter * sine / cosine, sine, Quarter * cosine);
    }

    private static PathPoint VariancePreserving(double t)
    {
        const double Slope = BetaAtNoise - BetaAtData;
        var log = (-0.25 * t * t * Slope) - (0.5 * t * BetaAtData);
        var logRate = (-0.5 * t * Slope) - (0.5 * BetaAtData);
        var alpha = Math.Exp(log);

        // σ² = 1 − α², without the cancellation near data.
        var sigma = Math.Sqrt(-2 * alpha * Math.Sinh(log));
        return new PathPoint(t, alpha, alpha * logRate, logRate, sigma, -alpha * alpha * logRate / sigma);
    }
}
