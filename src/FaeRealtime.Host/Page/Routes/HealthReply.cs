namespace FaeRealtime.Host.Page.Routes;

/// <summary>The body of <c>/health</c>.</summary>
/// <param name="State"><c>loading</c>, <c>running</c>, <c>failed</c> or <c>closed</c>.</param>
/// <param name="Failure">Why it failed, or null.</param>
internal sealed record HealthReply(string State, string? Failure);
