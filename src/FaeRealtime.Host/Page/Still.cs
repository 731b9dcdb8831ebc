using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Page;

/// <summary>A copy of a frame's pixels.</summary>
/// <param name="Rgba">RGBA <c>[Height, Width, 4]</c>, top row first.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Metadata">What made it; null where nobody knows.</param>
internal sealed record Still(byte[] Rgba, int Width, int Height, GenerationMetadata? Metadata);
