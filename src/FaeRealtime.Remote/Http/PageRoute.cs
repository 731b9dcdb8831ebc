using Microsoft.AspNetCore.Http;

namespace FaeRealtime.Remote.Http;

/// <summary>An address of the server.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">Its pattern.</param>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Handler">Answers.</param>
internal sealed record PageRoute(string Method, string Path, string Summary, RequestDelegate Handler);
