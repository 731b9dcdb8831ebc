using FaeRealtime.Sampling.Conditions;

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
    public bool Mix { get; init; }

    /// <summary>How a change of classes, seeds or mode is entered.</summary>
    public TransitionParameters Transition { get; init; } = new();

    /// <summary>Whether there is any class.</summary>
    internal bool IsConditioned => Mix || Classes.Count > 0;

    /// <summary>One class alone, or none.</summary>
    /// <param name="index">Its index; null for none.</param>
    public ConditionParameters Only(int? index) => this with { Classes = index is { } one ? [new WeightedClass(one, 1.0)] : [], Mix = false };

    /// <summary>Whether another record asks for the same classes.</summary>
    internal bool SameClasses(ConditionParameters other) => Mix == other.Mix && (ReferenceEquals(Classes, other.Classes) || Classes.SequenceEqual(other.Classes));
}
