namespace FaeRealtime.Host.Content;

/// <summary>One line of <c>fae info --list</c>.</summary>
/// <param name="Name">The name to give to <c>--arch</c>.</param>
/// <param name="Description">What it is.</param>
internal sealed record ArchitectureEntry(string Name, string Description);
