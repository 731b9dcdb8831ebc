using SixLabors.ImageSharp.Codecs;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

public abstract partial class Image
{
    public static IImageFormat DetectFormat(ReadOnlySpan<byte> buffer) => KnownFormats.Get(KnownFormats.Detect(buffer));

    public static IImageFormat DetectFormat(string path) => DetectFormat(ReadFile(path));

    public static IImageFormat DetectFormat(Stream stream) => DetectFormat(ReadStream(stream));

    /// <summary>Reads the header only.</summary>
    /// <exception cref="UnknownImageFormatException">The bytes start like no supported format.</exception>
    /// <exception cref="InvalidImageContentException">The header is damaged or claims too large a picture.</exception>
    public static ImageInfo Identify(ReadOnlySpan<byte> buffer) => PictureDecoder.Identify(NotEmpty(buffer), DecoderOptions.Default);

    /// <inheritdoc cref="Identify(ReadOnlySpan{byte})"/>
    public static ImageInfo Identify(string path) => PictureDecoder.Identify(ReadFile(path), DecoderOptions.Default);

    /// <inheritdoc cref="Identify(ReadOnlySpan{byte})"/>
    public static ImageInfo Identify(Stream stream) => PictureDecoder.Identify(ReadStream(stream), DecoderOptions.Default);

    /// <summary>Decodes all frames; the caller disposes.</summary>
    /// <exception cref="UnknownImageFormatException">The bytes start like no supported format.</exception>
    /// <exception cref="InvalidImageContentException">The file is damaged, cut short or too large.</exception>
    public static Image<TPixel> Load<TPixel>(ReadOnlySpan<byte> data)
        where TPixel : unmanaged, IPixel<TPixel> => Load<TPixel>(DecoderOptions.Default, data);

    /// <inheritdoc cref="Load{TPixel}(ReadOnlySpan{byte})"/>
    public static Image<TPixel> Load<TPixel>(DecoderOptions options, ReadOnlySpan<byte> data)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(options);
        return PictureDecoder.Decode<TPixel>(NotEmpty(data), options);
    }

    /// <inheritdoc cref="Load{TPixel}(ReadOnlySpan{byte})"/>
    public static Image<TPixel> Load<TPixel>(string path)
        where TPixel : unmanaged, IPixel<TPixel> => Load<TPixel>(DecoderOptions.Default, path);

    /// <inheritdoc cref="Load{TPixel}(ReadOnlySpan{byte})"/>
    public static Image<TPixel> Load<TPixel>(DecoderOptions options, string path)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(options);
        return PictureDecoder.Decode<TPixel>(ReadFile(path), options);
    }

    /// <inheritdoc cref="Load{TPixel}(ReadOnlySpan{byte})"/>
    public static Image<TPixel> Load<TPixel>(Stream stream)
        where TPixel : unmanaged, IPixel<TPixel> => Load<TPixel>(DecoderOptions.Default, stream);

    /// <inheritdoc cref="Load{TPixel}(ReadOnlySpan{byte})"/>
    public static Image<TPixel> Load<TPixel>(DecoderOptions options, Stream stream)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(options);
        return PictureDecoder.Decode<TPixel>(ReadStream(stream), options);
    }

    // The published package pins the span and so reports an empty one as a null pointer.
    private static ReadOnlySpan<byte> NotEmpty(ReadOnlySpan<byte> data) => data.IsEmpty ? throw new ArgumentNullException("pointer") : data;

    private static byte[] ReadFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return File.ReadAllBytes(path);
    }

    private static ReadOnlySpan<byte> ReadStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
        {
            throw new NotSupportedException("Cannot read from the stream.");
        }

        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.GetBuffer().AsSpan(0, (int)copy.Length);
    }
}
