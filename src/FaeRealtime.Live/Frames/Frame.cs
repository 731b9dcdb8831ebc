namespace FaeRealtime.Live.Frames;

/// <summary>One frame with pixels of its own, which stay when the session goes on.</summary>
/// <param name="Info">Its size, number and place.</param>
/// <param name="Pixels">RGBA <c>[H, W, 4]</c>, top row first. The frame's own: nothing writes to them any more.</param>
public sealed record Frame(FrameInfo Info, ReadOnlyMemory<byte> Pixels);

/// <summary>What is known about one decoded frame.</summary>
/// <param name="Index">Counts the decoded frames of an engine from 0; gaps between presented frames are drops.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="SampledAt">The session clock's timestamp when the frame's parameters were read.</param>
/// <param name="Position">Where on the path the frame lies, in keys of length 1.</param>
public readonly record struct FrameInfo(long Index, int Width, int Height, long SampledAt, double Position)
{
    /// <summary>How often the path had passed its start by then (<see cref="Time.SessionTime.Turns"/>).</summary>
    public long Turns { get; init; }
}
