using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

/// <summary>The frames of an image: at least one, all of the same size.</summary>
public sealed class ImageFrameCollection<TPixel> : ImageFrameCollection, IEnumerable<ImageFrame<TPixel>>
    where TPixel : unmanaged, IPixel<TPixel>
{
    private readonly List<ImageFrame<TPixel>> frames;
    private bool disposed;

    internal ImageFrameCollection(IEnumerable<ImageFrame<TPixel>> frames) => this.frames = [.. frames];

    public override int Count => Frames.Count;

    public new ImageFrame<TPixel> RootFrame => Frames[0];

    protected override ImageFrame NonGenericRootFrame => RootFrame;

    private List<ImageFrame<TPixel>> Frames
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return frames;
        }
    }

    public new ImageFrame<TPixel> this[int index] => Frames[index];

    /// <summary>Appends a copy of a frame with its metadata.</summary>
    /// <returns>The copy.</returns>
    /// <exception cref="ArgumentException">The frame has another size than the image.</exception>
    public ImageFrame<TPixel> AddFrame(ImageFrame<TPixel> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Size() != RootFrame.Size())
        {
            throw new ArgumentException($"Frame must have the same dimensions as the image: {source.Size()}, the image has {RootFrame.Size()}.", nameof(source));
        }

        return Append(source.Clone());
    }

    /// <summary>Appends a frame of the image's size with these pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are too few pixels.</exception>
    public ImageFrame<TPixel> AddFrame(ReadOnlySpan<TPixel> source)
    {
        int length = RootFrame.Pixels.Length;
        if (source.Length < length)
        {
            throw new ArgumentOutOfRangeException(nameof(source), source.Length, $"A frame of this image needs at least {length} pixels.");
        }

        ImageFrame<TPixel> frame = new(RootFrame.Width, RootFrame.Height, new ImageFrameMetadata());
        source[..length].CopyTo(frame.Pixels);
        return Append(frame);
    }

    /// <inheritdoc cref="AddFrame(ReadOnlySpan{TPixel})"/>
    public ImageFrame<TPixel> AddFrame(TPixel[] source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return AddFrame(source.AsSpan());
    }

    /// <exception cref="InvalidOperationException">It is the only frame.</exception>
    public override void RemoveFrame(int index)
    {
        if (index == 0 && Count == 1)
        {
            throw new InvalidOperationException("Cannot remove last frame.");
        }

        ImageFrame<TPixel> frame = Frames[index];
        Frames.RemoveAt(index);
        frame.Dispose();
    }

    /// <summary>A new image of one frame; the metadata go with it.</summary>
    public Image<TPixel> CloneFrame(int index) => new([Frames[index].Clone()], new ImageMetadata());

    /// <summary>Appends a frame of default pixels.</summary>
    public ImageFrame<TPixel> CreateFrame() => CreateFrame(default);

    public ImageFrame<TPixel> CreateFrame(TPixel backgroundColor)
    {
        ImageFrame<TPixel> frame = new(RootFrame.Width, RootFrame.Height, new ImageFrameMetadata());
        frame.Pixels.Fill(backgroundColor);
        return Append(frame);
    }

    public IEnumerator<ImageFrame<TPixel>> GetEnumerator() => Frames.GetEnumerator();

    protected override IEnumerator<ImageFrame> NonGenericGetEnumerator() => GetEnumerator();

    protected override ImageFrame NonGenericGetFrame(int index) => this[index];

    protected override void Dispose(bool disposing)
    {
        if (!disposed)
        {
            disposed = true;
            frames.ForEach(frame => frame.Dispose());
        }
    }

    internal ImageFrame<TPixel>[] CloneAll() => [.. Frames.ConvertAll(frame => frame.Clone())];

    /// <summary>Moves the pixels of equally many frames into these.</summary>
    internal void TakePixels(ImageFrame<TPixel>[] sources)
    {
        for (int i = 0; i < sources.Length; i++)
        {
            Frames[i].TakePixels(sources[i]);
        }
    }

    private ImageFrame<TPixel> Append(ImageFrame<TPixel> frame)
    {
        Frames.Add(frame);
        return frame;
    }
}
