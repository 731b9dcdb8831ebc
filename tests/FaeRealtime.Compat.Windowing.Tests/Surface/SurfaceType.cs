namespace FaeRealtime.Compat.Windowing.Tests.Surface;

/// <summary>One public type of an assembly: its full name and its public and protected members, a line each.</summary>
/// <param name="Name">With type parameters, nested types joined by dots.</param>
/// <param name="Header">The declaration line.</param>
/// <param name="Members">Member lines, for an enum its <c>Name=value</c> pairs.</param>
internal sealed record SurfaceType(string Name, string Header, IReadOnlyList<string> Members);
