namespace FaeRealtime.Remote.Osc;

/// <summary>An address that messages may be sent to, as <c>/api/v1/osc/paths</c> describes it.</summary>
internal sealed record OscTarget
{
    /// <summary>Such as <c>/fae/steps</c>; a part in angle brackets stands for a number.</summary>
    public required string Address { get; init; }

    /// <summary>The argument types it takes, such as <c>f</c>; alternatives are separated by <c>|</c>.</summary>
    public required string Types { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>Least value, where there is a range.</summary>
    public double? Minimum { get; init; }

    /// <summary>Greatest value.</summary>
    public double? Maximum { get; init; }

    /// <summary>Unit of the value.</summary>
    public string? Unit { get; init; }

    /// <summary>Names that it takes instead of numbers.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}
