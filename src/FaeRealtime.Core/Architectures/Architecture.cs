namespace FaeRealtime.Core.Architectures;

/// <summary>A named set of sizes and switches: what <c>--arch</c> means.</summary>
/// <param name="Name">Lower case, words joined by hyphens.</param>
/// <param name="Description">One line for a list.</param>
public abstract record Architecture(string Name, string Description);
