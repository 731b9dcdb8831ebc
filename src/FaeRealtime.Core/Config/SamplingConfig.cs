using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>How a generator is sampled. Time: 1 is noise, 0 is data.</summary>
public sealed record SamplingConfig
{
    /// <summary>Steps of the solver, or points of its grid.</summary>
    public int Steps { get; init; } = 8;

    /// <summary>The method.</summary>
    public SolverKind Solver { get; init; } = SolverKind.Euler;

    /// <summary>Whether <see cref="Steps"/> counts steps or points.</summary>
    public GridKind Grid { get; init; } = GridKind.Steps;

    /// <summary>Where sampling starts: 1, or less for latents that were only partly noised and for networks that predict noise (SiT: 0.999).</summary>
    public double Start { get; init; } = 1.0;

    /// <summary>Where it ends: 0, or a little above. RAE ends where the shift takes 0.001.</summary>
    public double End { get; init; }

    /// <summary>The paper's timestep shift s in data time (0.4 in the paper); 1 is none. The grid is uniform before the shift.</summary>
    public double Shift { get; init; } = 0.4;

    /// <summary>The times that Euler and Heun visit, falling, in place of the grid of <see cref="Steps"/>, <see cref="Start"/>, <see cref="End"/> and <see cref="Shift"/>; empty for that grid.</summary>
    public IReadOnlyList<double> Times { get; init; } = [];

    /// <summary>The stochastic solvers' noise.</summary>
    public DiffusionConfig Diffusion { get; init; } = new();

    /// <summary>The adaptive solver's tolerance.</summary>
    public ToleranceConfig Tolerance { get; init; } = new();

    /// <summary>Classifier-free guidance scale w in u + w·(c − u); 1 is none. The paper: 2.5.</summary>
    public double Guidance { get; init; } = 1.0;

    /// <summary>Lowest time at which <see cref="Guidance"/> acts.</summary>
    public double GuidanceFrom { get; init; }

    /// <summary>Highest time at which it acts (the paper guides below 0.7).</summary>
    public double GuidanceTo { get; init; } = 0.7;

    /// <summary>Further stretches with other scales; the paper has 0.9 from 0.9 to 1, and between its two stretches 1 (inferred). None may overlap.</summary>
    public IReadOnlyList<GuidanceSegment> FurtherGuidance { get; init; } = [];

    /// <summary>How many channels are guided, from the first: null for all, as in REPA and RAE; 3 as in SiT and LightningDiT, where scales are not comparable.</summary>
    public int? GuidedChannels { get; init; }
}

/// <summary>How a sampler moves from noise to data.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SolverKind>))]
public enum SolverKind
{
    /// <summary>The ordinary differential equation by Euler's method: one evaluation a step.</summary>
    Euler,

    /// <summary>The same by Heun's method of second order: two evaluations a step.</summary>
    Heun,

    /// <summary>The same by Dormand and Prince's 5(4) pair with steps of its own choice; <c>steps</c>, <c>grid</c> and <c>shift</c> do not act.</summary>
    Dopri5,

    /// <summary>The reverse stochastic equation by Euler–Maruyama: fresh noise at every step.</summary>
    EulerMaruyama,

    /// <summary>The reverse stochastic equation with Heun's correction, noise added before the step (SiT's «Heun»).</summary>
    HeunSde,
}

/// <summary>What <c>steps</c> counts.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<GridKind>))]
public enum GridKind
{
    /// <summary>N steps between N + 1 times, as in REPA's ODE.</summary>
    Steps,

    /// <summary>N times, hence N − 1 steps, as in SiT, LightningDiT and RAE.</summary>
    Points,
}

/// <summary>A stretch of time with a guidance scale of its own. Both ends belong to it; time 1 is noise.</summary>
public sealed record GuidanceSegment
{
    /// <summary>Its lower end.</summary>
    public required double From { get; init; }

    /// <summary>Its upper end.</summary>
    public required double To { get; init; }

    /// <summary>Classifier-free guidance scale w in u + w·(c − u). Below 1 it mixes towards no class.</summary>
    public required double Scale { get; init; }
}

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
