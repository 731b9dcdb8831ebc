using SixLabors.ImageSharp.Codecs;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;

namespace SixLabors.ImageSharp;

public static class ImageExtensions
{
    /// <summary>Saves in the format that the file extension names.</summary>
    /// <exception cref="UnknownImageFormatException">No format that can be written has this extension.</exception>
    public static void Save(this Image source, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        source.Save(path, KnownFormats.EncoderFor(path));
    }

    public static void Save(this Image source, string path, IImageEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(encoder);

        // Encoded first, so that a picture which cannot be leaves an existing file alone.
        using MemoryStream encoded = new();
        source.Save(encoded, encoder);
        using FileStream file = File.Create(path);
        encoded.WriteTo(file);
    }

    public static void SaveAsGif(this Image source, string path) => source.SaveAsGif(path, new GifEncoder());

    public static void SaveAsGif(this Image source, string path, GifEncoder encoder) => source.Save(path, encoder ?? new GifEncoder());

    public static void SaveAsGif(this Image source, Stream stream) => source.SaveAsGif(stream, new GifEncoder());

    public static void SaveAsGif(this Image source, Stream stream, GifEncoder encoder) => source.Save(stream, encoder ?? new GifEncoder());

    public static void SaveAsJpeg(this Image source, string path) => source.SaveAsJpeg(path, new JpegEncoder());

    public static void SaveAsJpeg(this Image source, string path, JpegEncoder encoder) => source.Save(path, encoder ?? new JpegEncoder());

    public static void SaveAsJpeg(this Image source, Stream stream) => source.SaveAsJpeg(stream, new JpegEncoder());

    public static void SaveAsJpeg(this Image source, Stream stream, JpegEncoder encoder) => source.Save(stream, encoder ?? new JpegEncoder());

    public static void SaveAsPng(this Image source, string path) => source.SaveAsPng(path, new PngEncoder());

    public static void SaveAsPng(this Image source, string path, PngEncoder encoder) => source.Save(path, encoder ?? new PngEncoder());

    public static void SaveAsPng(this Image source, Stream stream) => source.SaveAsPng(stream, new PngEncoder());

    public static void SaveAsPng(this Image source, Stream stream, PngEncoder encoder) => source.Save(stream, encoder ?? new PngEncoder());

    public static void SaveAsWebp(this Image source, string path) => source.SaveAsWebp(path, new WebpEncoder());

    public static void SaveAsWebp(this Image source, string path, WebpEncoder encoder) => source.Save(path, encoder ?? new WebpEncoder());

    public static void SaveAsWebp(this Image source, Stream stream) => source.SaveAsWebp(stream, new WebpEncoder());

    public static void SaveAsWebp(this Image source, Stream stream, WebpEncoder encoder) => source.Save(stream, encoder ?? new WebpEncoder());
}
