namespace FaeRealtime.Remote.Http;

/// <summary>The body of an answer that has nothing else to say.</summary>
/// <param name="Done">False where there was nothing to do.</param>
internal sealed record DoneReply(bool Done);

/// <summary>The body of an answer that refuses.</summary>
/// <param name="Error">What is wrong and what to do.</param>
internal sealed record ErrorReply(string Error);

/// <summary>Says to a browser that its message was refused.</summary>
/// <param name="Type"><c>error</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record ErrorMessage(string Type, string Message);

/// <summary>A status for browsers.</summary>
/// <param name="Type"><c>status</c>.</param>
/// <param name="Status">How the session does.</param>
internal sealed record StatusMessage(string Type, SessionStatus Status);

/// <summary>Announces the frame that follows, to browsers that acknowledge what they take.</summary>
/// <param name="Type"><c>frame</c>.</param>
/// <param name="Number">Counts the frames that were encoded; the status tells the newest.</param>
/// <param name="Made">When it was shown, in the server's milliseconds.</param>
internal sealed record FrameMessage(string Type, long Number, double Made);

/// <summary>Answers a browser's question for the time.</summary>
/// <param name="Type"><c>clock</c>.</param>
/// <param name="Clock">What the browser said.</param>
/// <param name="Now">The server's milliseconds, by which frames are dated.</param>
internal sealed record ClockMessage(string Type, double Clock, double Now);

/// <summary>The body of the answer to a capture.</summary>
/// <param name="File">The picture's path on the server.</param>
internal sealed record CaptureReply(string File);

/// <summary>The body of <c>/health</c>.</summary>
/// <param name="State"><c>loading</c>, <c>running</c>, <c>failed</c> or <c>closed</c>.</param>
/// <param name="Failure">Why it failed, or null.</param>
internal sealed record HealthReply(string State, string? Failure);

/// <summary>The body of <c>/api/v1/model/load</c>.</summary>
internal sealed record ModelRequest
{
    /// <summary>A name of <see cref="SessionSummary.Models"/>; empty for the model that the session began with.</summary>
    public required string Model { get; init; }
}

/// <summary>An address of the server, as <c>/api/v1</c> lists it.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">Its pattern.</param>
/// <param name="Summary">What it does.</param>
internal sealed record RouteSummary(string Method, string Path, string Summary);
