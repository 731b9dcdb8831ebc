using System.Text.Json.Serialization;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Parameters;

/// <summary>A point of a timeline.</summary>
public sealed record Keyframe
{
    /// <summary>Compares keyframes by what they hold.</summary>
    internal static readonly IEqualityComparer<Keyframe> ByValue = EqualityComparer<Keyframe>.Create(
        (a, b) => ReferenceEquals(a, b) || (a is not null && b is not null && a.Length == b.Length && a.Easing == b.Easing && a.Shows(b) && a.Classes.SequenceEqual(b.Classes)),
        keyframe => HashCode.Combine(keyframe.Length, keyframe.Easing, keyframe.Seeds.Count, keyframe.Classes.Count));

    /// <summary>Its blend of seeds; one or more.</summary>
    public IReadOnlyList<WeightedSeed> Seeds { get; init; } = [new WeightedSeed(0, 1.0)];

    /// <summary>Its classes; empty for those of the session.</summary>
    public IReadOnlyList<WeightedClass> Classes { get; init; } = [];

    /// <summary>An image that stands here instead of seeds and classes, in spaces latent and feature; null for none.</summary>
    [JsonPropertyName("picture")]
    public KeyframeImage? Image { get; init; }

    /// <summary>The way to the next keyframe in keys, 0.001 to 1000: at speed 1 these are seconds. Shorter ways would be thousands in one frame.</summary>
    public double Length { get; init; } = 1.0;

    /// <summary>How that way is covered. Evenly, the path passes through the keyframe without a rest.</summary>
    public EasingKind Easing { get; init; }

    /// <summary>Whether another one has the same seeds and the same image.</summary>
    internal bool Shows(Keyframe other) => Seeds.SequenceEqual(other.Seeds) && Image == other.Image;
}
