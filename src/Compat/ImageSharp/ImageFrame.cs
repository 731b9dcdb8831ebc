using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

/// <summary>A frame of any pixel format.</summary>
public abstract class ImageFrame : IDisposable
{
    internal ImageFrame(int width, int height, ImageFrameMetadata metadata)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        Width = width;
        Height = height;
        Metadata = metadata;
    }

    public int Width { get; private protected set; }

    public int Height { get; private protected set; }

    public ImageFrameMetadata Metadata { get; }

    internal abstract PixelLayout Layout { get; }

    /// <summary>All pixels, row by row from the top.</summary>
    internal abstract Span<byte> Bytes { get; }

    public Size Size() => new(Width, Height);

    public Rectangle Bounds() => new(0, 0, Width, Height);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    internal ImageFrame<TPixel2> CloneAs<TPixel2>()
        where TPixel2 : unmanaged, IPixel<TPixel2>
    {
        ImageFrame<TPixel2> clone = new(Width, Height, Metadata.DeepClone());
        LayoutConversion.Convert(Bytes, Layout, clone.Bytes, clone.Layout);
        return clone;
    }
}
