namespace FaeRealtime.Host.Page;

/// <summary>The body of an answer that has nothing else to say.</summary>
/// <param name="Done">False where there was nothing to do.</param>
internal sealed record DoneReply(bool Done);
