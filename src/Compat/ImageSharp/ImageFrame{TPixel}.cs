using System.Buffers;
using System.Runtime.InteropServices;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

/// <summary>One frame; its pixels lie in one piece.</summary>
public sealed class ImageFrame<TPixel> : ImageFrame
    where TPixel : unmanaged, IPixel<TPixel>
{
    // Pooled arrays are powers of two long: above this the waste costs more than the allocation.
    private const int LargestPooled = 1 << 20;

    private TPixel[]? buffer;

    /// <summary>A frame of default pixels.</summary>
    internal ImageFrame(int width, int height)
        : this(width, height, new ImageFrameMetadata()) => Pixels.Clear();

    /// <summary>A frame whose pixels are whatever the pool left there: the caller writes them all.</summary>
    internal ImageFrame(int width, int height, ImageFrameMetadata metadata)
        : base(width, height, metadata)
    {
        long length = (long)width * height;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length * (int)TPixel.Layout, Array.MaxLength, nameof(width));
        buffer = length <= LargestPooled ? ArrayPool<TPixel>.Shared.Rent((int)length) : new TPixel[length];
    }

    internal override PixelLayout Layout => TPixel.Layout;

    internal override Span<byte> Bytes => MemoryMarshal.AsBytes(Pixels);

    internal Span<TPixel> Pixels => Memory.Span;

    private Memory<TPixel> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(buffer is null, this);
            return buffer.AsMemory(0, Width * Height);
        }
    }

    public TPixel this[int x, int y]
    {
        get => Pixels[Index(x, y)];
        set => Pixels[Index(x, y)] = value;
    }

    public void ProcessPixelRows(PixelAccessorAction<TPixel> processPixels)
    {
        ArgumentNullException.ThrowIfNull(processPixels);
        processPixels(new PixelAccessor<TPixel>(Pixels, Width, Height));
    }

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="destination"/> is too short.</exception>
    public void CopyPixelDataTo(Span<TPixel> destination) => CopyPixelDataTo(MemoryMarshal.AsBytes(destination));

    /// <inheritdoc cref="CopyPixelDataTo(Span{TPixel})"/>
    public void CopyPixelDataTo(Span<byte> destination)
    {
        if (destination.Length < Bytes.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(destination), destination.Length, $"{Width} x {Height} pixels need at least {Bytes.Length} bytes.");
        }

        Bytes.CopyTo(destination);
    }

    /// <summary>The pixels without a copy, until the frame is disposed or processed.</summary>
    public bool DangerousTryGetSinglePixelMemory(out Memory<TPixel> memory)
    {
        memory = Memory;
        return true;
    }

    public override string ToString() => $"ImageFrame<{typeof(TPixel).Name}>({Width}x{Height})";

    protected override void Dispose(bool disposing)
    {
        TPixel[]? released = Interlocked.Exchange(ref buffer, null);
        if (released is not null && (long)Width * Height <= LargestPooled)
        {
            ArrayPool<TPixel>.Shared.Return(released);
        }
    }

    internal ImageFrame<TPixel> Clone() => CloneAs<TPixel>();

    /// <summary>Moves the pixels of <paramref name="source"/> here and disposes it: whoever holds this frame sees the new ones.</summary>
    internal void TakePixels(ImageFrame<TPixel> source)
    {
        (buffer, source.buffer) = (source.buffer, buffer);
        (Width, source.Width) = (source.Width, Width);
        (Height, source.Height) = (source.Height, Height);
        source.Dispose();
    }

    private int Index(int x, int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        return (y * Width) + x;
    }
}
