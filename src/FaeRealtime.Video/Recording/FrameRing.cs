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

/// <summary>A place in the ring: a copy of a frame's pixels, or the word that the last picture still stands.</summary>
internal sealed class RecordedFrame
{
    /// <summary>RGBA; only the first <see cref="Width"/> × <see cref="Height"/> × 4 bytes count.</summary>
    public byte[] Pixels { get; set; } = [];

    /// <summary>In pixels; 0 where the last picture still stands.</summary>
    public int Width { get; set; }

    public int Height { get; set; }

    /// <summary>Its place in the video.</summary>
    public long Index { get; set; }

    public ReadOnlySpan<byte> Image => Pixels.AsSpan(0, Width * Height * 4);

    /// <summary>Copies a picture in. Allocates only where the picture is larger than any before in this place.</summary>
    public void Set(ReadOnlySpan<byte> rgba, int width, int height, long index)
    {
        if (Pixels.Length < rgba.Length)
        {
            Pixels = new byte[rgba.Length];
        }

        rgba.CopyTo(Pixels);
        (Width, Height, Index) = (width, height, index);
    }
}
