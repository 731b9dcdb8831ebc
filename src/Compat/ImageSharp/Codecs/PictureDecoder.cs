using System.Buffers;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Codecs;

/// <summary>From the bytes of a file to an image or to its description.</summary>
internal static unsafe class PictureDecoder
{
    // All frames together: 1 GiB of RGBA. A header that claims more is refused before anything is allocated.
    private const long LargestPicture = 1L << 28;

    /// <exception cref="UnknownImageFormatException">The bytes start like no supported format.</exception>
    /// <exception cref="InvalidImageContentException">The file is damaged, cut short or too large.</exception>
    internal static Image<TPixel> Decode<TPixel>(ReadOnlySpan<byte> data, DecoderOptions options)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        CodecFormat format = KnownFormats.Detect(data);
        fixed (byte* bytes = data)
        {
            using PictureHandle picture = Open(format, bytes, data.Length, options, out PictureInfo info);
            ImageFrame<TPixel>[] frames = new ImageFrame<TPixel>[info.Frames];
            try
            {
                ImageFrameMetadata[] metadata = FrameMetadata.Read(format, picture, info);
                for (int i = 0; i < frames.Length; i++)
                {
                    frames[i] = new ImageFrame<TPixel>(info.Width, info.Height, metadata[i]);
                    Read(format, picture, frames[i]);
                }
            }
            catch
            {
                Array.ForEach(frames, frame => frame?.Dispose());
                throw;
            }

            return new Image<TPixel>(frames, Describe(format, data, info, options));
        }
    }

    /// <inheritdoc cref="Decode{TPixel}"/>
    internal static ImageInfo Identify(ReadOnlySpan<byte> data, DecoderOptions options)
    {
        CodecFormat format = KnownFormats.Detect(data);
        fixed (byte* bytes = data)
        {
            using PictureHandle picture = Open(format, bytes, data.Length, options, out PictureInfo info);
            return new ImageInfo(
                new Size(info.Width, info.Height), Describe(format, data, info, options), FrameMetadata.Read(format, picture, info));
        }
    }

    internal static void Check(CodecFormat format, int status)
    {
        if (status != 0)
        {
            throw new InvalidImageContentException($"{KnownFormats.Get(format).Name} cannot be decoded: {NativeImages.LastError()}.");
        }
    }

    private static PictureHandle Open(CodecFormat format, byte* data, int size, DecoderOptions options, out PictureInfo info)
    {
        Check(format, NativeImages.fae_picture_open(format, data, size, out PictureHandle picture, out info));
        info.Frames = (int)Math.Clamp(options.MaxFrames, 1, (uint)info.Frames);
        if ((long)info.Width * info.Height > LargestPicture / info.Frames)
        {
            picture.Dispose();
            throw new InvalidImageContentException(
                $"{KnownFormats.Get(format).Name} of {info.Frames} x {info.Width} x {info.Height} pixels: at most {LargestPicture} are decoded.");
        }

        return picture;
    }

    private static void Read<TPixel>(CodecFormat format, PictureHandle picture, ImageFrame<TPixel> frame)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        Span<byte> target = frame.Bytes;
        if (TPixel.Layout != PixelLayout.Grey)
        {
            Read(format, picture, TPixel.Layout, target);
            return;
        }

        byte[] colours = ArrayPool<byte>.Shared.Rent(target.Length * (int)PixelLayout.Rgb);
        try
        {
            Span<byte> read = colours.AsSpan(0, target.Length * (int)PixelLayout.Rgb);
            Read(format, picture, PixelLayout.Rgb, read);
            LayoutConversion.Convert(read, PixelLayout.Rgb, target, PixelLayout.Grey);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(colours);
        }
    }

    private static void Read(CodecFormat format, PictureHandle picture, PixelLayout layout, Span<byte> target)
    {
        fixed (byte* destination = target)
        {
            Check(format, NativeImages.fae_picture_read(picture, (int)layout, destination, target.Length));
        }
    }

    private static ImageMetadata Describe(CodecFormat format, ReadOnlySpan<byte> data, PictureInfo info, DecoderOptions options)
    {
        ImageMetadata metadata = new() { DecodedImageFormat = KnownFormats.Get(format) };
        ushort loop = (ushort)Math.Clamp(info.Loop, 0, ushort.MaxValue);
        switch (format)
        {
            case CodecFormat.Png when !options.SkipMetadata:
                PngTextChunks.Read(data, metadata.GetPngMetadata().TextData);
                break;
            case CodecFormat.Webp:
                metadata.GetWebpMetadata().RepeatCount = loop;
                metadata.GetWebpMetadata().FileFormat = WebpContainer.Compression(data);
                break;
            case CodecFormat.Gif:
                metadata.GetGifMetadata().RepeatCount = loop;
                break;
            default:
                break;
        }

        return metadata;
    }
}
