using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace SixLabors.ImageSharp;

/// <summary>An image of any pixel format.</summary>
public abstract partial class Image : IDisposable
{
    internal Image(ImageMetadata metadata) => Metadata = metadata;

    public int Width => Size.Width;

    public int Height => Size.Height;

    public ImageMetadata Metadata { get; }

    public Size Size => Frames.RootFrame.Size();

    public Rectangle Bounds => new(0, 0, Width, Height);

    public ImageFrameCollection Frames => NonGenericFrameCollection;

    protected abstract ImageFrameCollection NonGenericFrameCollection { get; }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Encodes to a stream.</summary>
    public void Save(Stream stream, IImageEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(encoder);
        EncodeWith(encoder, stream);
    }

    public Image<TPixel2> CloneAs<TPixel2>()
        where TPixel2 : unmanaged, IPixel<TPixel2> =>
        new([.. Frames.Select(frame => frame.CloneAs<TPixel2>())], Metadata.DeepClone());

    protected abstract void Dispose(bool disposing);

    internal abstract void EncodeWith(IImageEncoder encoder, Stream stream);

    internal abstract void MutateWith(Action<IImageProcessingContext> operation);
}
