using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;

namespace SixLabors.ImageSharp.Codecs;

/// <summary>Which format a file has, by its first bytes or by its name.</summary>
internal static class KnownFormats
{
    private static readonly (CodecFormat Codec, IImageFormat Format)[] All =
    [
        (CodecFormat.Png, PngFormat.Instance),
        (CodecFormat.Jpeg, JpegFormat.Instance),
        (CodecFormat.Webp, WebpFormat.Instance),
        (CodecFormat.Gif, GifFormat.Instance),
    ];

    internal static IImageFormat Get(CodecFormat codec) => All.Single(known => known.Codec == codec).Format;

    /// <exception cref="UnknownImageFormatException">No supported format starts like this.</exception>
    internal static CodecFormat Detect(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return CodecFormat.Png;
        }

        if (data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return CodecFormat.Jpeg;
        }

        if (data.Length >= 12 && data.StartsWith("RIFF"u8) && data[8..].StartsWith("WEBP"u8))
        {
            return CodecFormat.Webp;
        }

        return data.StartsWith("GIF87a"u8) || data.StartsWith("GIF89a"u8)
            ? CodecFormat.Gif
            : throw new UnknownImageFormatException(
                $"Image cannot be loaded: {data.Length} bytes that start like none of {Names}. Check that the file is complete and a picture.");
    }

    /// <exception cref="UnknownImageFormatException">No supported format has this file extension.</exception>
    internal static IImageEncoder EncoderFor(string path)
    {
        string extension = Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        IImageFormat format = All.FirstOrDefault(known => known.Format.FileExtensions.Contains(extension)).Format
            ?? throw new UnknownImageFormatException($"No encoder was found for extension '{extension}' of '{path}'. Use one of {Names}.");
        return format switch
        {
            PngFormat => new PngEncoder(),
            JpegFormat => new JpegEncoder(),
            WebpFormat => new WebpEncoder(),
            _ => new GifEncoder(),
        };
    }

    private static string Names => string.Join(", ", All.Select(known => known.Format.Name));
}
