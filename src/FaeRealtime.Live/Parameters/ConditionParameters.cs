using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Parameters;

/// <summary>What the pictures shall show.</summary>
public sealed record ConditionParameters
{
    /// <summary>Most classes of a blend.</summary>
    public const int MaximumClasses = 16;

    /// <summary>Class, or a blend of classes by weight; empty for none.</summary>
    public IReadOnlyList<WeightedClass> Classes { get; init; } = [];

    /// <summary>
    /// While <see cref="Classes"/> is empty: whether every key draws a class of its own instead of none. Guidance needs a class to lead to, and most models paint
    /// far better with it than without. Samples are real pictures and have their classes already.
    /// </summary>
    [JsonPropertyName("mix")]
    public bool RandomClass { get; init; }

    /// <summary>How a change of classes, seeds or mode is entered.</summary>
    public TransitionParameters Transition { get; init; } = new();

    /// <summary>Whether there is any class.</summary>
    internal bool IsConditioned => RandomClass || Classes.Count > 0;

    /// <summary>One class alone, or none.</summary>
    /// <param name="index">Its index; null for none.</param>
    public ConditionParameters Only(int? index) => this with { Classes = index is { } one ? [new WeightedClass(one, 1.0)] : [], RandomClass = false };

    /// <summary>Whether another record asks for the same classes.</summary>
    internal bool SameClasses(ConditionParameters other) => RandomClass == other.RandomClass && (ReferenceEquals(Classes, other.Classes) || Classes.SequenceEqual(other.Classes));
}

/// <summary>How a change is entered.</summary>
public sealed record TransitionParameters
{
    /// <summary>Over which it fades in, 0 to 10 seconds; 0 cuts.</summary>
    public double Seconds { get; init; } = 0.6;

    /// <summary>How evenly.</summary>
    public EasingKind Easing { get; init; }

    /// <summary>When it begins.</summary>
    public QuantizeKind Quantize { get; init; }
}

/// <summary>When a change begins to act.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<QuantizeKind>))]
public enum QuantizeKind
{
    /// <summary>At once.</summary>
    None,

    /// <summary>At the next beat.</summary>
    Beat,

    /// <summary>At the next bar.</summary>
    Bar,
}
