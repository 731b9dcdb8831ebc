using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Sampling.Flow;

/// <summary>The scalars of a sampling run: which times are visited and how strongly each step is guided.</summary>
/// <param name="Steps">From noise to data, each starting where the one before ends.</param>
public sealed record SamplingPlan(IReadOnlyList<FlowStep> Steps)
{
    private const int MaximumSteps = 1000;

    /// <summary>A uniform grid of Euler steps from 1 to 0, shifted, guided inside the interval.</summary>
    /// <param name="config">Steps, shift, guidance and its interval.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ConfigException">A value is out of range.</exception>
    public static SamplingPlan Euler(SamplingConfig config) => EulerFrom(config, 1.0);

    /// <summary>The same from a time in between, for latents that were only partly noised: <see cref="SamplingConfig.Steps"/> steps, uniform before the shift.</summary>
    /// <param name="config">Steps, shift, guidance and its interval.</param>
    /// <param name="start">The first step's time, in (0, 1].</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ConfigException">A value is out of range.</exception>
    public static SamplingPlan EulerFrom(SamplingConfig config, double start)
    {
        Check(config, start);
        var shift = new TimestepShift(config.Shift);
        var first = shift.Invert(start);
        var steps = new FlowStep[config.Steps];
        var t = start;
        for (var i = 0; i < steps.Length; i++)
        {
            var r = shift.Apply(first * (steps.Length - i - 1) / steps.Length);

            // The interval is REPA's: both ends belong to it, judged where the step starts.
            var guided = t >= config.GuidanceFrom && t <= config.GuidanceTo;
            steps[i] = new FlowStep(t, r, guided ? config.Guidance : 1.0);
            t = r;
        }

        return new SamplingPlan(steps);
    }

    private static void Check(SamplingConfig config, double start)
    {
        Require(config.Steps is >= 1 and <= MaximumSteps, $"sampling.steps is {config.Steps}; give 1 to {MaximumSteps}.");
        Require(config.Guidance is >= 0 and <= 100, $"sampling.guidance is {config.Guidance}; give 0 to 100 (1 = none).");
        Require(
            config.GuidanceFrom is >= 0 and <= 1 && config.GuidanceTo is >= 0 and <= 1 && config.GuidanceFrom <= config.GuidanceTo,
            $"sampling guides from {config.GuidanceFrom} to {config.GuidanceTo}; give two times in [0, 1], the lower first.");
        Require(start is > 0 and <= 1, $"Sampling starts at time {start}; give a time in (0, 1] (1 = pure noise).");
    }

    private static void Require(bool holds, FormattableString problem)
    {
        if (!holds)
        {
            throw new ConfigException(problem.ToString(CultureInfo.InvariantCulture));
        }
    }
}
