namespace FaeRealtime.Core.Config;

/// <summary>The noise of the stochastic solvers. The defaults are REPA's and SiT's, which the paper uses.</summary>
public sealed record DiffusionConfig
{
    /// <summary>The form of D(t).</summary>
    public DiffusionForm Form { get; init; } = DiffusionForm.Sigma;

    /// <summary>Its factor.</summary>
    public double Norm { get; init; } = 1.0;

    /// <summary>How sampling ends. Every kind but none spends one of the steps.</summary>
    public LastStepKind LastStep { get; init; } = LastStepKind.Mean;

    /// <summary>The last step's length in time.</summary>
    public double LastStepSize { get; init; } = 0.04;
}
