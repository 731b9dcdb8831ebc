namespace FaeRealtime.Live.Parameters;

/// <summary>When a value has any effect.</summary>
/// <param name="Path">A choice among the parameters, such as <c>source/mode</c>.</param>
/// <param name="Value">The name that it must have.</param>
public sealed record EnabledWhen(string Path, string Value);
