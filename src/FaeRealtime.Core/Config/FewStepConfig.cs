namespace FaeRealtime.Core.Config;

/// <summary>The few-step student beside the generator: the same network with a second time, the target of the step, which answers with the mean velocity up to it.</summary>
/// <remarks>It was distilled from the generator as <see cref="ModelConfig.Sampling"/> samples it: guidance is in its weights, so it is asked once a step.</remarks>
public sealed record FewStepConfig
{
    /// <summary>Steps unless the user says otherwise; it was trained for 1 to 8.</summary>
    public int Steps { get; init; } = 2;

    /// <summary>How the student is sampled: straight steps without guidance.</summary>
    /// <param name="teacher">The generator's own sampling.</param>
    /// <returns>The same stretch of time, and the same shift, in the student's steps.</returns>
    public SamplingConfig Sampling(SamplingConfig teacher) => teacher with
    {
        Steps = Steps,
        Solver = SolverKind.Euler,
        Grid = GridKind.Steps,
        Guidance = 1.0,
        FurtherGuidance = [],
    };
}
