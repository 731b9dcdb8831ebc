namespace FaeRealtime.Core.Config;

/// <summary>How exactly an adaptive solver works; the defaults are SiT's.</summary>
public sealed record ToleranceConfig
{
    /// <summary>Share of the latent's size that a step may err by.</summary>
    public double Relative { get; init; } = 1e-3;

    /// <summary>What a step may err by beside that.</summary>
    public double Absolute { get; init; } = 1e-6;

    /// <summary>Steps, taken or refused, after which the solver gives up.</summary>
    public int MaximumSteps { get; init; } = 1000;
}
