using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Sampling.Flow;

/// <summary>The ODE from one time to a lower one by Dormand and Prince's 5(4) pair, with step sizes as in torchdiffeq's <c>dopri5</c>.</summary>
/// <remarks>
/// Hairer, Nørsett, Wanner, «Solving Ordinary Differential Equations I», II.4 (first step, control) and table II.5.2. Differs from torchdiffeq in the last step,
/// which ends on the target instead of interpolating back to it. The error norm is over the whole batch, so that step sizes depend on what is in it.
/// </remarks>
internal readonly struct DormandPrince<T, TMap>(ILinearSpace<T> space, TMap map, ToleranceConfig tolerance)
    where TMap : IFlowMap<T>
{
    private const int Order = 5;
    private const double Safety = 0.9;
    private const double LargestGrowth = 10.0;
    private const double SmallestGrowth = 0.2;
    private const double TinyStep = 1e-6;

    private static readonly double[] Nodes = [1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1];

    private static readonly double[][] Stages =
    [
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ];

    // The fifth-order weights (the last stage, whose slope is the next step's first) minus the fourth-order ones.
    private static readonly double[] Error =
    [
        (35.0 / 384) - (1951.0 / 21600),
        0,
        (500.0 / 1113) - (22642.0 / 50085),
        (125.0 / 192) - (451.0 / 720),
        (-2187.0 / 6784) + (12231.0 / 42400),
        (11.0 / 84) - (649.0 / 6300),
        -1.0 / 60,
    ];

    /// <summary>Integrates from <paramref name="t"/> down to <paramref name="end"/>.</summary>
    /// <param name="x">Borrowed.</param>
    /// <param name="t">The first time.</param>
    /// <param name="end">The last.</param>
    /// <returns>The latent there; the caller releases it.</returns>
    /// <exception cref="ConfigException">The velocity is not finite, or the tolerance asks for too many steps.</exception>
    public T Integrate(T x, double t, double end)
    {
        var state = space.Combine([x], [1.0]);
        var slope = default(T);
        var sloped = false;
        try
        {
            (slope, sloped) = (map.Average(state, t, t), true);
            var length = FirstLength(state, slope, t, end);
            for (var attempt = 0; t > end; attempt++)
            {
                Check(attempt, length, t);
                var clipped = Math.Min(length, t - end);
                var r = clipped == t - end ? end : t - clipped;
                var (next, nextSlope, error) = Attempt(state, slope, t, r);
                if (error <= 1)
                {
                    space.Release(state);
                    space.Release(slope);
                    (state, slope, t) = (next, nextSlope, r);
                }
                else
                {
                    space.Release(next);
                    space.Release(nextSlope);
                }

                length = clipped * Growth(error);
            }

            return space.Combine([state], [1.0]);
        }
        finally
        {
            space.Release(state);
            if (sloped)
            {
                space.Release(slope!);
            }
        }
    }

    // Not a number is neither at most nor above 1: such a step is refused, and its length then not finite.
    private static double Growth(double error) => error == 0 ? LargestGrowth
        : Math.Min(LargestGrowth, Math.Max(Safety / Math.Pow(error, 1.0 / Order), error < 1 ? 1 : SmallestGrowth));

    private void Check(int attempt, double length, double t)
    {
        if (!double.IsFinite(length))
        {
            throw new ConfigException(string.Create(
                CultureInfo.InvariantCulture, $"The adaptive solver met a velocity that is not finite at time {t}. Check the generator's weights, or start below 1 and end above 0."));
        }

        if (attempt >= tolerance.MaximumSteps || t - length == t)
        {
            throw new ConfigException(string.Create(
                CultureInfo.InvariantCulture,
                $"The adaptive solver stands at time {t} after {attempt} of at most {tolerance.MaximumSteps} steps. Loosen sampling.tolerance (relative {tolerance.Relative}, absolute {tolerance.Absolute}), or choose another solver."));
        }
    }

    private (T Next, T Slope, double Error) Attempt(T x, T slope, double t, double r)
    {
        using var scratch = new Scratch<T>(space);
        List<T> slopes = [slope];
        var length = r - t;
        var reached = x;
        for (var i = 0; i < Stages.Length; i++)
        {
            var stage = Stages[i];
            reached = scratch.Keep(space.Combine([x, .. slopes], [1.0, .. stage.Select(weight => length * weight)]));
            var time = Nodes[i] == 1 ? r : t + (Nodes[i] * length);
            slopes.Add(scratch.Keep(map.Average(reached, time, time)));
        }

        var error = scratch.Keep(space.Combine([.. slopes], [.. Error.Select(weight => length * weight)]));
        var ratio = space.ScaledNorm(error, x, reached, tolerance.Absolute, tolerance.Relative);
        return (space.Combine([reached], [1.0]), space.Combine([slopes[^1]], [1.0]), ratio);
    }

    private double FirstLength(T x, T slope, double t, double end)
    {
        using var scratch = new Scratch<T>(space);
        var size = Norm(x, x);
        var speed = Norm(slope, x);
        var guess = Math.Min(size < 1e-5 || speed < 1e-5 ? TinyStep : 0.01 * size / speed, t - end);
        if (!double.IsFinite(guess))
        {
            return guess;
        }

        var probe = scratch.Keep(space.AddScaled(x, slope, -guess));
        var probed = scratch.Keep(map.Average(probe, t - guess, t - guess));
        var bend = Norm(scratch.Keep(space.AddScaled(probed, slope, -1)), x) / guess;
        var length = speed <= 1e-15 && bend <= 1e-15 ? Math.Max(TinyStep, guess * 1e-3) : Math.Pow(0.01 / Math.Max(speed, bend), 1.0 / Order);
        return Math.Min(100 * guess, length);
    }

    private double Norm(T value, T x) => space.ScaledNorm(value, x, x, tolerance.Absolute, tolerance.Relative);
}
