using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

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
