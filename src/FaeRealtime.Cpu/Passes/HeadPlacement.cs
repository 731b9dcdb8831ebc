namespace FaeRealtime.Cpu.Passes;

/// <summary>What happens to queries and keys before they meet.</summary>
/// <param name="Query">The queries' norm, or null.</param>
/// <param name="Key">The keys' norm, or null.</param>
/// <param name="Rotary">Their rotation, or null.</param>
/// <param name="Scale">1/√Dh.</param>
internal readonly record struct HeadPlacement(HeadNorm? Query, HeadNorm? Key, RotaryTable? Rotary, float Scale);
