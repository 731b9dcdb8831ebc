namespace FaeRealtime.Host.Page;

/// <summary>Says to a browser that its message was refused.</summary>
/// <param name="Type"><c>error</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record ErrorMessage(string Type, string Message);
