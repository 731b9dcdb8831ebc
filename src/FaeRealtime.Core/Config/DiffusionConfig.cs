using System.Text.Json.Serialization;

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

/// <summary>How strongly a stochastic sampler stirs: D(t), with noise √(2·D·dt) a step. Names as in SiT; t = 1 is noise.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DiffusionForm>))]
public enum DiffusionForm
{
    /// <summary>D = norm.</summary>
    Constant,

    /// <summary>D = norm·(σσ̇ − σ²·α̇/α), that of score-based diffusion models. Infinite at pure noise on the linear and gvp paths: start below 1.</summary>
    Sbdm,

    /// <summary>D = norm·σ: the paper's w = σ.</summary>
    Sigma,

    /// <summary>D = norm·t.</summary>
    Linear,

    /// <summary>D = (norm·cos(π(1 − t)) + 1)²/4: falls from data to noise.</summary>
    Decreasing,

    /// <summary>D = norm·sin²(πt): none at both ends.</summary>
    IncreasingDecreasing,
}

/// <summary>How a stochastic sampler ends. Names as in SiT.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LastStepKind>))]
public enum LastStepKind
{
    /// <summary>One step of the stochastic drift without noise.</summary>
    Mean,

    /// <summary>Jumps to the expected data, (x + σ²·score)/α.</summary>
    Tweedie,

    /// <summary>One step of the velocity, as in the ODE.</summary>
    Euler,

    /// <summary>No step of its own: the grid reaches <c>end</c> with noise at every step.</summary>
    None,
}
