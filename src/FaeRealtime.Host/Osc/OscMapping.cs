namespace FaeRealtime.Host.Osc;

/// <summary>An address of a controller and what it sets here.</summary>
internal sealed record OscMapping
{
    /// <summary>The controller's address, such as <c>/1/fader1</c>.</summary>
    public required string From { get; init; }

    /// <summary>An address of <c>/api/v1/osc/paths</c>.</summary>
    public required string To { get; init; }

    /// <summary>What is set, an expression of the controller's number x (<see cref="OscExpression"/>).</summary>
    public string Value { get; init; } = "x";
}
