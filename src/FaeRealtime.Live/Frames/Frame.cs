namespace FaeRealtime.Live.Frames;

/// <summary>One frame with pixels of its own, which stay when the session goes on.</summary>
/// <param name="Info">Its size, number and place.</param>
/// <param name="Pixels">RGBA <c>[H, W, 4]</c>, top row first. The frame's own: nothing writes to them any more.</param>
public sealed record Frame(FrameInfo Info, ReadOnlyMemory<byte> Pixels);
