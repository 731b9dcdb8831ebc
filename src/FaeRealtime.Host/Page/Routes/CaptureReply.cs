namespace FaeRealtime.Host.Page.Routes;

/// <summary>The body of the answer to a capture.</summary>
/// <param name="File">The picture's path on the server.</param>
internal sealed record CaptureReply(string File);
