namespace FaeRealtime.Core.Config;

/// <summary>How a generator is sampled. Time: 1 is noise, 0 is data.</summary>
public sealed record SamplingConfig
{
    /// <summary>Euler steps.</summary>
    public int Steps { get; init; } = 8;

    /// <summary>The paper's timestep shift s in data time (0.4 in the paper); 1 is none.</summary>
    public double Shift { get; init; } = 0.4;

    /// <summary>Classifier-free guidance scale w in u + w·(c − u); 1 is none.</summary>
    public double Guidance { get; init; } = 1.0;

    /// <summary>Lowest time at which guidance acts.</summary>
    public double GuidanceFrom { get; init; }

    /// <summary>Highest time at which guidance acts (the paper guides below 0.7).</summary>
    public double GuidanceTo { get; init; } = 0.7;
}
