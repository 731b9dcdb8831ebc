using System.Runtime.InteropServices;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

public abstract partial class Image
{
    /// <summary>Copies <c>width * height</c> pixels, row by row from the top.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="data"/> is shorter than that, or a size is not positive.</exception>
    public static Image<TPixel> LoadPixelData<TPixel>(ReadOnlySpan<TPixel> data, int width, int height)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ImageFrame<TPixel> frame = new(width, height);
        if (data.Length < frame.Pixels.Length)
        {
            frame.Dispose();
            throw new ArgumentOutOfRangeException(nameof(data), data.Length, $"{width} x {height} pixels need at least {(long)width * height}.");
        }

        data[..frame.Pixels.Length].CopyTo(frame.Pixels);
        return new Image<TPixel>([frame], new Metadata.ImageMetadata());
    }

    /// <inheritdoc cref="LoadPixelData{TPixel}(ReadOnlySpan{TPixel}, int, int)"/>
    public static Image<TPixel> LoadPixelData<TPixel>(ReadOnlySpan<byte> data, int width, int height)
        where TPixel : unmanaged, IPixel<TPixel> => LoadPixelData(MemoryMarshal.Cast<byte, TPixel>(data), width, height);
}
