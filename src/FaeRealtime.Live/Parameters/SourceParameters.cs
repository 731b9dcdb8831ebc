using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Parameters;

/// <summary>What the pictures are made from, and how that moves.</summary>
public sealed record SourceParameters
{
    /// <summary>Most seeds of a blend.</summary>
    public const int MaximumSeeds = 64;

    /// <summary>Seeds and their weights: their blend is where every path starts. Default: seed 0.</summary>
    public IReadOnlyList<WeightedSeed> Seeds { get; init; } = [new WeightedSeed(0, 1.0)];

    /// <summary>How it moves.</summary>
    public SourceMode Mode { get; init; }

    /// <summary>Where pictures are blended. Default: between latents, the cheapest that needs a generator.</summary>
    public SourceSpace Space { get; init; }

    /// <summary>Where keys come from.</summary>
    public SourceKeys Keys { get; init; }

    /// <summary>Keys a second, 0 to 8. Default 0.5: two seconds from picture to picture.</summary>
    public double Speed { get; init; } = 0.5;

    /// <summary>How far a path strays from the blend that it starts at, 0 to 1: 1 goes all the way.</summary>
    public double Radius { get; init; } = 1.0;

    /// <summary>How two points are blended.</summary>
    public InterpolationKind Interpolation { get; init; }

    /// <summary>Place on the grid of seeds: x + 1 is the next seed, ±1 000 000.</summary>
    public double X { get; init; }

    /// <summary>Place on the grid of seeds: y + 1 is a hundred seeds further, ±1 000 000.</summary>
    public double Y { get; init; }

    /// <summary>Keys in a closed path, 2 to 64.</summary>
    public int LoopKeys { get; init; } = 8;

    /// <summary>How far a closed path of <see cref="LoopKeys"/> is turned, 0 to 1 for once around.</summary>
    public double Phase { get; init; }

    /// <summary>How much of what comes in from outside (<see cref="Motion.LatentInput"/>) is in the picture, 0 to 1; nothing where nothing comes in.</summary>
    public double Input { get; init; }

    /// <summary>How that is there.</summary>
    public InputMode InputMode { get; init; }

    /// <summary>Places that are made anew (<see cref="PaintMask"/>). The others stay as they were shown when this was set or changed last; empty: nothing stays.</summary>
    public string Paint { get; init; } = "";

    /// <summary>The points of mode <see cref="SourceMode.Keyframes"/>, 2 or more there; 1024 at most.</summary>
    public IReadOnlyList<Keyframe> Keyframes { get; init; } = [];

    /// <summary>Whether the last keyframe leads to the first; otherwise the path ends there.</summary>
    public bool Closed { get; init; } = true;

    /// <summary>Whether every key is sampled, so that there are steps to show: those of samples and of pictures on a timeline are not.</summary>
    [JsonIgnore]
    public bool HasSteps => Keys == SourceKeys.Generated && !HoldsImages;

    /// <summary>Whether the path goes through pictures that no seeds make.</summary>
    internal bool HoldsImages => Mode == SourceMode.Keyframes && Keyframes.Any(keyframe => keyframe.Image is not null);

    /// <summary>The seed that stands first.</summary>
    internal ulong FirstSeed => Seeds.Count > 0 ? Seeds[0].Seed : 0;

    /// <summary>The place within one round of a path that comes back to its start; not a number for one that does not.</summary>
    /// <param name="position">In keys of length 1.</param>
    internal double Round(double position) => Mode switch
    {
        SourceMode.Loop => position % LoopKeys,
        SourceMode.Keyframes when Closed => position,
        _ => double.NaN,
    };

    /// <summary>Whether another record has the same seeds with the same weights.</summary>
    internal bool SameSeeds(SourceParameters other) => ReferenceEquals(Seeds, other.Seeds) || Seeds.SequenceEqual(other.Seeds);

    /// <summary>Whether another record's timeline is this one edited: something on it is still there.</summary>
    internal bool SharesKeyframes(SourceParameters other) => Keyframes.Any(mine => other.Keyframes.Any(mine.Shows));

    /// <summary>Whether another record has the same keyframes.</summary>
    internal bool SameKeyframes(SourceParameters other) => Closed == other.Closed && (ReferenceEquals(Keyframes, other.Keyframes) || Keyframes.SequenceEqual(other.Keyframes, Keyframe.ByValue));
}

/// <summary>How the source of the pictures moves.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SourceMode>))]
public enum SourceMode
{
    /// <summary>An open path: from seed to seed along x, at the session's speed.</summary>
    Walk,

    /// <summary>A closed path of <see cref="SourceParameters.LoopKeys"/> keys.</summary>
    Loop,

    /// <summary>Through <see cref="SourceParameters.Keyframes"/>.</summary>
    Keyframes,

    /// <summary>The blend of seeds at x, y stands still.</summary>
    Fixed,
}

/// <summary>Where the key latents of a path come from.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SourceKeys>))]
public enum SourceKeys
{
    /// <summary>The generator makes them from the seeds' noise.</summary>
    Generated,

    /// <summary>Latents of real pictures that the model folder carries, in an order that the first seed shuffles; needs no generator.</summary>
    Samples,
}

/// <summary>Where pictures are blended.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SourceSpace>))]
public enum SourceSpace
{
    /// <summary>Between clean latents: keys are generated at their own rate, every frame is decoded from a blend of two.</summary>
    Latent,

    /// <summary>In the noise: the whole sampler runs for every frame.</summary>
    Noise,

    /// <summary>Between the features of clean latents: the feature decoder runs once a key, every frame is painted from a blend of two by the pixel decoder alone.</summary>
    Feature,
}

/// <summary>How what comes in from outside is in the picture.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<InputMode>))]
public enum InputMode
{
    /// <summary>Blended with what is generated.</summary>
    Blend,

    /// <summary>In generated patches: each place shows the one of the generated picture that is nearest to what stands there.</summary>
    Mirror,
}

/// <summary>How two points of a space are blended.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<InterpolationKind>))]
public enum InterpolationKind
{
    /// <summary>Keeps what the networks were trained on: noise stays standard normal (arXiv:2408.08558), latents and features keep the length of each position.</summary>
    Gaussian,

    /// <summary>Along the great circle between the whole vectors, whose length is kept.</summary>
    Slerp,

    /// <summary>Straight: half-way between two, independent points lose variance (×0.707) and pictures their contrast; between features this is a dissolve.</summary>
    Lerp,
}
