using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Sampling.Flow;

/// <summary>The scalars of a sampling run: which times are visited and how strongly each step is guided.</summary>
/// <param name="Steps">From noise to data, each starting where the one before ends.</param>
public sealed record SamplingPlan(IReadOnlyList<FlowStep> Steps)
{
    /// <summary>A uniform grid of Euler steps from 1 to 0, shifted, guided inside the interval.</summary>
    /// <param name="config">Steps, shift, guidance and its interval.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ConfigException">A value is out of range.</exception>
    public static SamplingPlan Euler(SamplingConfig config)
    {
        if (config.Steps is < 1 or > 1000)
        {
            throw new ConfigException($"sampling.steps is {config.Steps}; give 1 to 1000.");
        }

        var shift = new TimestepShift(config.Shift);
        var steps = new FlowStep[config.Steps];
        for (var i = 0; i < steps.Length; i++)
        {
            var t = shift.Apply(1.0 - ((double)i / steps.Length));
            var r = shift.Apply(1.0 - ((double)(i + 1) / steps.Length));
            var guided = t >= config.GuidanceFrom && t <= config.GuidanceTo;
            steps[i] = new FlowStep(t, r, guided ? config.Guidance : 1.0);
        }

        return new SamplingPlan(steps);
    }
}
