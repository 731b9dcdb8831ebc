namespace FaeRealtime.Host.Page;

/// <summary>A status for browsers.</summary>
/// <param name="Type"><c>status</c>.</param>
/// <param name="Status">How the session does.</param>
internal sealed record StatusMessage(string Type, SessionStatus Status);
