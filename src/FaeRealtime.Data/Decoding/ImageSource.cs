using FaeRealtime.Core.Errors;
using SkiaSharp;

namespace FaeRealtime.Data.Decoding;

/// <summary>What is known of a file before its pixels are, for messages.</summary>
/// <param name="Format">By its first bytes.</param>
/// <param name="Length">In bytes.</param>
internal readonly record struct ImageSource(ImageFileFormat Format, int Length)
{
    private string Name => Format.ToString();

    /// <summary>Recognises a file.</summary>
    /// <exception cref="ImageFileException">It is empty, of no format that is read, or shorter than it says itself.</exception>
    public static ImageSource Of(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            throw new ImageFileException("The file is empty.");
        }

        var source = new ImageSource(ImageSignature.Of(file), file.Length);
        if (source.Format == ImageFileFormat.Unknown)
        {
            throw new ImageFileException($"{file.Length} bytes that start like no PNG, JPEG, WebP, GIF or BMP.");
        }

        // Skia would read a first frame that is whole out of an animation that is not.
        return source.Format == ImageFileFormat.WebP && ImageSignature.WebpLength(file) > file.Length ? throw source.Refused(SKCodecResult.IncompleteInput) : source;
    }

    /// <summary>Refuses sizes that are none, or that only an attack has.</summary>
    /// <exception cref="ImageFileException">The size is 0 or above <see cref="ImageDecoder.MostPixels"/>.</exception>
    public void CheckSize(int width, int height)
    {
        if (width <= 0 || height <= 0)
        {
            throw new ImageFileException($"{Name} of {width} x {height} pixels holds no picture.");
        }

        if ((long)width * height > ImageDecoder.MostPixels)
        {
            throw new ImageFileException($"{Name} of {width} x {height} pixels: at most {ImageDecoder.MostPixels} are decoded. Make the picture smaller.");
        }
    }

    /// <summary>What Skia's answer means.</summary>
    public ImageFileException Refused(SKCodecResult result) => new(result switch
    {
        SKCodecResult.IncompleteInput => $"{Name} is cut short: its {Length} bytes end before the picture does. Copy or download it again.",
        SKCodecResult.Unimplemented or SKCodecResult.InvalidConversion => $"{Name} of a kind that Skia does not decode ({result}). Save it as an 8-bit RGB picture.",
        _ => $"{Name} is damaged and cannot be decoded ({result}, {Length} bytes). Copy or download it again.",
    });
}
