using System.Globalization;

namespace FaeRealtime.Live.Parameters;

/// <summary>What a list, or a member of its records, is: the part of the schema that types do not tell.</summary>
/// <param name="Path">Where it stands in the schema; <c>items</c> are the records of a list, such as <c>source/keyframes/items/length</c>.</param>
/// <param name="Summary">What it does, in a sentence.</param>
internal sealed record ListMember(string Path, string Summary)
{
    /// <summary>The least value; null for none.</summary>
    public double? Minimum { get; init; }

    /// <summary>The greatest value; null for none.</summary>
    public double? Maximum { get; init; }

    /// <summary>Its unit; empty for none.</summary>
    public string Unit { get; init; } = string.Empty;

    /// <summary>A value to begin with that shows something, where the default does not; null for none.</summary>
    public double? Example { get; init; }

    /// <summary>Where the list is a timeline; else null.</summary>
    public TimelineHint? Timeline { get; init; }

    /// <summary>The end of a sentence that says which values are allowed.</summary>
    public string Range => string.Create(CultureInfo.InvariantCulture, $"{Minimum} to {Maximum}");

    /// <summary>Whether a value lies in the range.</summary>
    public bool Allows(double value) => double.IsFinite(value) && !(value < Minimum) && !(value > Maximum);
}

/// <summary>Tells an editor that the records of a list stand one after another in time, and what else belongs to them.</summary>
/// <param name="Length">The member of a record that says how far the next one is.</param>
/// <param name="Closed">Path of the switch by which the last record leads to the first.</param>
/// <param name="Plays">Path of the choice that plays the list.</param>
/// <param name="PlaysAs">The value of that choice.</param>
/// <param name="Speed">Path of the number by which lengths pass in a second.</param>
/// <param name="Add">The action that adds a record where the list stands.</param>
internal sealed record TimelineHint(string Length, string Closed, string Plays, string PlaysAs, string Speed, string Add);
