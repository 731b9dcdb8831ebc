namespace FaeRealtime.Host.Page;

/// <summary>The body of an answer that refuses.</summary>
/// <param name="Error">What is wrong and what to do.</param>
internal sealed record ErrorReply(string Error);
