namespace FaeRealtime.Host.Page.Routes;

/// <summary>The body of <c>/api/v1/model/load</c>.</summary>
/// <param name="Model">A name of <see cref="SessionSummary.Models"/>; empty for the model that the session began with.</param>
internal sealed record ModelRequest(string Model);
