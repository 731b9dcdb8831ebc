using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime;

/// <summary>One picture beside those that a session shows.</summary>
public sealed record StillRequest
{
    /// <summary>Seeds and their weights. Default: seed 0.</summary>
    public IReadOnlyList<WeightedSeed> Seeds { get; init; } = [new WeightedSeed(0, 1.0)];

    /// <summary>Class, or a blend of classes by weight; empty for none. Default null: the class that the first seed draws, as in <c>fae images</c>.</summary>
    public IReadOnlyList<WeightedClass>? Classes { get; init; }

    /// <summary>Words beside the class, as in <see cref="ConditionParameters.Prompt"/>. Default: none.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>The model's directions with weights, as in <see cref="ConditionParameters.Directions"/>. Default: none.</summary>
    public string Directions { get; init; } = "";

    /// <summary>How it is sampled; null for what the session has when the work begins.</summary>
    public SamplerParameters? Sampler { get; init; }

    /// <summary>The request as a session that stands still.</summary>
    /// <param name="session">The rest.</param>
    internal SessionParameters Over(SessionParameters session) => session with
    {
        Sampler = Sampler ?? session.Sampler,
        Source = new SourceParameters { Mode = SourceMode.Fixed, Seeds = Seeds, Interpolation = session.Source.Interpolation },
        Condition = new ConditionParameters { Classes = Classes ?? [], RandomClass = Classes is null, Prompt = Prompt, Directions = Directions },
        Coherence = new CoherenceParameters(),
        Modulation = [],
        Output = new OutputParameters(),
        Paused = false,
        Blackout = false,
    };
}

/// <summary>A finished still.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Pixels">RGBA <c>[H, W, 4]</c>, top row first. The still's own.</param>
/// <param name="ModelHash">Of the model that made it.</param>
/// <param name="Parameters">A session that stands still at this picture.</param>
public sealed record Still(int Width, int Height, ReadOnlyMemory<byte> Pixels, string ModelHash, SessionParameters Parameters);
