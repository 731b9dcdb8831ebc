namespace FaeRealtime.Video.Recording;

/// <summary>Preallocated frames between one thread that fills and one that empties; neither waits for the other.</summary>
internal sealed class FrameRing
{
    private readonly RecordedFrame[] _frames;
    private long _filled;
    private long _emptied;

    /// <param name="capacity">How many frames.</param>
    /// <param name="frameBytes">Bytes of each.</param>
    public FrameRing(int capacity, int frameBytes) => _frames = [.. Enumerable.Range(0, capacity).Select(_ => new RecordedFrame { Pixels = new byte[frameBytes] })];

    /// <summary>The place to fill next, or null while all are full. For the filling thread.</summary>
    public RecordedFrame? Free() => _filled - Volatile.Read(ref _emptied) < _frames.Length ? _frames[_filled % _frames.Length] : null;

    /// <summary>Hands the place over that <see cref="Free"/> gave.</summary>
    public void Fill() => Volatile.Write(ref _filled, _filled + 1);

    /// <summary>The oldest full place, or null. For the emptying thread.</summary>
    public RecordedFrame? Full() => _emptied < Volatile.Read(ref _filled) ? _frames[_emptied % _frames.Length] : null;

    /// <summary>Gives the place back that <see cref="Full"/> gave.</summary>
    public void Empty() => Volatile.Write(ref _emptied, _emptied + 1);
}
