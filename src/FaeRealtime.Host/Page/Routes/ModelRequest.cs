namespace FaeRealtime.Host.Page.Routes;

/// <summary>The body of <c>/api/v1/model/load</c>.</summary>
internal sealed record ModelRequest
{
    /// <summary>A name of <see cref="SessionSummary.Models"/>; empty for the model that the session began with.</summary>
    public required string Model { get; init; }
}
