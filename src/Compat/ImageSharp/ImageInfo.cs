using SixLabors.ImageSharp.Metadata;

namespace SixLabors.ImageSharp;

/// <summary>What a file's header says.</summary>
public class ImageInfo
{
    internal ImageInfo(Size size, ImageMetadata metadata, IReadOnlyList<ImageFrameMetadata> frameMetadata)
    {
        Size = size;
        Metadata = metadata;
        FrameMetadataCollection = frameMetadata;
    }

    public int Width => Size.Width;

    public int Height => Size.Height;

    public ImageMetadata Metadata { get; }

    public IReadOnlyList<ImageFrameMetadata> FrameMetadataCollection { get; }

    public Size Size { get; }

    public Rectangle Bounds => new(0, 0, Width, Height);
}
