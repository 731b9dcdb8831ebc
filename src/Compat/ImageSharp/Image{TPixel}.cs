using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace SixLabors.ImageSharp;

/// <summary>An image: one or more frames of the same size.</summary>
public sealed class Image<TPixel> : Image
    where TPixel : unmanaged, IPixel<TPixel>
{
    /// <summary>One frame of default pixels (black, or transparent).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Image(int width, int height)
        : this([new ImageFrame<TPixel>(width, height)], new ImageMetadata())
    {
    }

    public Image(int width, int height, TPixel backgroundColor)
        : this(width, height) => Frames.RootFrame.Pixels.Fill(backgroundColor);

    internal Image(ImageFrame<TPixel>[] frames, ImageMetadata metadata)
        : base(metadata) => Frames = new ImageFrameCollection<TPixel>(frames);

    public new ImageFrameCollection<TPixel> Frames { get; }

    protected override ImageFrameCollection NonGenericFrameCollection => Frames;

    /// <summary>A pixel of the root frame.</summary>
    public TPixel this[int x, int y]
    {
        get => Frames.RootFrame[x, y];
        set => Frames.RootFrame[x, y] = value;
    }

    /// <summary>Gives the rows of the root frame to <paramref name="processPixels"/>.</summary>
    public void ProcessPixelRows(PixelAccessorAction<TPixel> processPixels) => Frames.RootFrame.ProcessPixelRows(processPixels);

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="destination"/> is too short.</exception>
    public void CopyPixelDataTo(Span<TPixel> destination) => Frames.RootFrame.CopyPixelDataTo(destination);

    /// <inheritdoc cref="CopyPixelDataTo(Span{TPixel})"/>
    public void CopyPixelDataTo(Span<byte> destination) => Frames.RootFrame.CopyPixelDataTo(destination);

    /// <summary>The root frame's pixels without a copy; here they always lie in one piece.</summary>
    public bool DangerousTryGetSinglePixelMemory(out Memory<TPixel> memory) => Frames.RootFrame.DangerousTryGetSinglePixelMemory(out memory);

    public Image<TPixel> Clone() => new(Frames.CloneAll(), Metadata.DeepClone());

    public override string ToString() => $"Image<{typeof(TPixel).Name}>: {Width}x{Height}";

    protected override void Dispose(bool disposing) => Frames.Dispose();

    internal override void EncodeWith(IImageEncoder encoder, Stream stream) => encoder.Encode(this, stream);

    internal override void MutateWith(Action<IImageProcessingContext> operation)
    {
        using ProcessingContext<TPixel> context = new([.. Frames]);
        operation(context);
        if (context.Changed)
        {
            Frames.TakePixels(context.Detach());
        }
    }

    internal Image<TPixel> CloneWith(Action<IImageProcessingContext> operation)
    {
        using ProcessingContext<TPixel> context = new([.. Frames]);
        operation(context);
        return new Image<TPixel>(context.Detach(), Metadata.DeepClone());
    }
}
