using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Sampling.Flow;

/// <summary>The scalars of a sampling run: which times are visited, and what each step does with the velocity there.</summary>
/// <param name="Steps">From noise to data, each starting where the one before ends, each complete in itself.</param>
public sealed record SamplingPlan(IReadOnlyList<FlowStep> Steps)
{
    /// <summary>Whether a step draws noise.</summary>
    public bool IsStochastic => Steps.Any(step => step.Noise is not null);

    /// <summary>Plans a run.</summary>
    /// <param name="config">Solver, grid, shift, guidance.</param>
    /// <param name="path">The path that the generator was trained on.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ConfigException">Values are out of range, or the diffusion is not finite where the plan needs it.</exception>
    public static SamplingPlan Of(SamplingConfig config, PathKind path = PathKind.Linear) => config.Validate() is { Count: > 0 } problems
        ? throw new ConfigException(string.Join(' ', problems))
        : new SamplingPlan(new SamplingPlanner(config, path).Steps());
}
