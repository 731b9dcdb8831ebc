using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing.Operations;

/// <summary>The pixels of a frame as bytes.</summary>
internal readonly ref struct PixelPlane
{
    internal PixelPlane(ImageFrame frame)
    {
        Bytes = frame.Bytes;
        Size = frame.Size();
        Layout = frame.Layout;
    }

    internal Span<byte> Bytes { get; }

    internal Size Size { get; }

    internal PixelLayout Layout { get; }

    internal int Stride => Size.Width * (int)Layout;

    internal Span<byte> Row(int y) => Bytes.Slice(y * Stride, Stride);
}
