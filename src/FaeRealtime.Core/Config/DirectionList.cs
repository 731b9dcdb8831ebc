using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>A model's semantic directions, as <c>directions.json</c> holds them.</summary>
public sealed record DirectionList
{
    /// <summary>The directions in the order in which they are shown, 256 at most.</summary>
    public required IReadOnlyList<Direction> Directions { get; init; }
}

/// <summary>A semantic direction: something that a model's pictures can be pushed along.</summary>
public sealed record Direction
{
    /// <summary>What it is called: lower case, 1 to 64 characters, without , : / _.</summary>
    public required string Name { get; init; }

    /// <summary>What it is added to.</summary>
    public required DirectionKind Kind { get; init; }

    /// <summary>Its vector's key among the vectors.</summary>
    public required string Vector { get; init; }

    /// <summary>The least weight, at most 0.</summary>
    public double Minimum { get; init; } = -3;

    /// <summary>The greatest weight, at least 0.</summary>
    public double Maximum { get; init; } = 3;

    /// <summary>Where it came from, for people.</summary>
    public string Origin { get; init; } = "";
}

/// <summary>What a direction is added to.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DirectionKind>))]
public enum DirectionKind
{
    /// <summary>The prompt's vector: a difference of two phrases, or one phrase. It needs a generator that knows words.</summary>
    Phrase,

    /// <summary>The decoded features, before the pixel decoder: a principal component, in standard deviations.</summary>
    Feature,
}
