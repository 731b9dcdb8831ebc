using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Paths;

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

/// <summary>One step of a plan, complete in itself: x_r = x + (r − t)·drift + noise, where the drift is a·v + b·x. Without more than times and guidance it is Euler's, drift v.</summary>
/// <param name="T">Where the step starts, in (0, 1]; 1 is noise.</param>
/// <param name="R">Where it ends, in [0, T); 0 is data.</param>
/// <param name="Guidance">The classifier-free guidance scale where it starts; 1 is none.</param>
public sealed record FlowStep(double T, double R, double Guidance)
{
    /// <summary>a and b.</summary>
    public Affine Drift { get; init; } = Affine.Identity;

    /// <summary>Heun's second evaluation: the drift is then the mean of both.</summary>
    public StepCorrection? Correction { get; init; }

    /// <summary>The noise of a stochastic step.</summary>
    public StepNoise? Noise { get; init; }

    /// <summary>Whether, and how exactly, an adaptive solver covers this stretch in steps of its own.</summary>
    public ToleranceConfig? Adaptive { get; init; }
}

/// <summary>Heun's second evaluation, at the step's end.</summary>
/// <param name="Drift">The drift there, from the velocity there.</param>
/// <param name="Guidance">The guidance scale there.</param>
public readonly record struct StepCorrection(Affine Drift, double Guidance);

/// <summary>The noise of one stochastic step.</summary>
/// <param name="Scale">What standard normal noise is multiplied by.</param>
/// <param name="Index">The step's number in its plan: the noise is a function of the seed and this, wherever the step is run.</param>
/// <param name="First">Whether it is added before the drift is evaluated.</param>
public readonly record struct StepNoise(double Scale, int Index, bool First);
