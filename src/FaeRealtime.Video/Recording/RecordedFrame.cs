namespace FaeRealtime.Video.Recording;

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

    public ReadOnlySpan<byte> Picture => Pixels.AsSpan(0, Width * Height * 4);

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
