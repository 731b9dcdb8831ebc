using FaeRealtime.Live.Parameters;

namespace FaeRealtime;

/// <summary>A finished still.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Pixels">RGBA <c>[H, W, 4]</c>, top row first. The still's own.</param>
/// <param name="ModelHash">Of the model that made it.</param>
/// <param name="Parameters">A session that stands still at this picture.</param>
public sealed record Still(int Width, int Height, ReadOnlyMemory<byte> Pixels, string ModelHash, SessionParameters Parameters);
