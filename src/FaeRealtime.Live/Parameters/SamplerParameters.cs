using FaeRealtime.Core.Config;

namespace FaeRealtime.Live.Parameters;

/// <summary>How latents are sampled.</summary>
public sealed record SamplerParameters
{
    /// <summary>Steps of the model's solver, or points of its grid, 1 to 1000. Default: the usual count of the tiny model.</summary>
    public int Steps { get; init; } = 8;

    /// <summary>The times that are visited, falling from 1 or below to 0, such as 1, 0.6, 0.3, 0; empty for the model's grid of <see cref="Steps"/> steps. Euler and Heun only.</summary>
    public IReadOnlyList<double> Schedule { get; init; } = [];

    /// <summary>Classifier-free guidance scale, 0 to 100; 1 is none. A few-step student has its guidance in its weights.</summary>
    public double Guidance { get; init; } = 1.0;

    /// <summary>When guidance acts.</summary>
    public GuidanceInterval GuidanceInterval { get; init; } = new();

    /// <summary>The paper's timestep shift s in data time, 0.001 to 100; 1 is none.</summary>
    public double Shift { get; init; } = 0.4;

    /// <summary>What a model recommends.</summary>
    /// <param name="sampling">The model folder's sampling.</param>
    public static SamplerParameters For(SamplingConfig sampling) => new()
    {
        Steps = sampling.Steps,
        Schedule = sampling.Times,
        Guidance = sampling.Guidance,
        GuidanceInterval = new GuidanceInterval { From = sampling.GuidanceFrom, To = sampling.GuidanceTo },
        Shift = sampling.Shift,
    };

    /// <summary>A model's sampling with these values.</summary>
    /// <param name="sampling">The model folder's sampling.</param>
    /// <param name="conditioned">Whether there is a class: without one there is nothing to guide towards, at any time.</param>
    public SamplingConfig Applied(SamplingConfig sampling, bool conditioned) => sampling with
    {
        Steps = Steps,
        Times = Schedule,
        Shift = Shift,
        Guidance = conditioned ? Guidance : 1.0,
        GuidanceFrom = GuidanceInterval.From,
        GuidanceTo = GuidanceInterval.To,
        FurtherGuidance = conditioned ? sampling.FurtherGuidance : [],
    };

    /// <summary>Whether another record plans the same steps.</summary>
    internal bool SamePlan(SamplerParameters other) =>
        ReferenceEquals(this, other)
        || (Steps == other.Steps && Guidance == other.Guidance && GuidanceInterval == other.GuidanceInterval && Shift == other.Shift && Schedule.SequenceEqual(other.Schedule));
}

/// <summary>The stretch of times in which guidance acts; 1 is noise.</summary>
public sealed record GuidanceInterval
{
    /// <summary>Lowest time, 0 to 1.</summary>
    public double From { get; init; }

    /// <summary>Highest time, 0 to 1.</summary>
    public double To { get; init; } = 0.7;
}
