namespace FaeRealtime.Host.Page.Routes;

/// <summary>An address of the server, as <c>/api/v1</c> lists it.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">Its pattern.</param>
/// <param name="Summary">What it does.</param>
internal sealed record RouteSummary(string Method, string Path, string Summary);
