using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Paths;

namespace FaeRealtime.Sampling.Flow;

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
