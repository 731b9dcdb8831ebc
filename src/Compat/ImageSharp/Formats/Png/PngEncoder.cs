using SixLabors.ImageSharp.Codecs;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>Writes the root frame as an 8-bit PNG.</summary>
public class PngEncoder : ImageEncoder
{
    /// <summary>What is written; by default the pixel format of the image.</summary>
    public PngColorType? ColorType { get; init; }

    public PngFilterMethod? FilterMethod { get; init; }

    public PngCompressionLevel CompressionLevel { get; init; } = PngCompressionLevel.DefaultCompression;

    protected override void Encode<TPixel>(Image<TPixel> image, Stream stream, CancellationToken cancellationToken)
    {
        PixelLayout layout = ColorType switch
        {
            null => TPixel.Layout,
            PngColorType.Grayscale => PixelLayout.Grey,
            PngColorType.Rgb => PixelLayout.Rgb,
            PngColorType.RgbWithAlpha => PixelLayout.Rgba,
            _ => throw new NotSupportedException($"PNG colour type {ColorType} is not written: use Grayscale, Rgb or RgbWithAlpha."),
        };
        NativeEncoderOptions options = new() { Compression = (int)CompressionLevel, Filter = FilterFlags(FilterMethod) };
        using EncodedHandle file = PictureEncoder.EncodeStill(CodecFormat.Png, image.Frames.RootFrame, layout, options);
        if (SkipMetadata)
        {
            stream.Write(file.Bytes);
        }
        else
        {
            PngTextChunks.Write(file.Bytes, image.Metadata.GetPngMetadata().TextData, stream);
        }
    }

    // libpng's filter bits, which are libvips' too.
    private static int FilterFlags(PngFilterMethod? method) => method switch
    {
        PngFilterMethod.None => 0x08,
        PngFilterMethod.Sub => 0x10,
        PngFilterMethod.Up => 0x20,
        PngFilterMethod.Average => 0x40,
        PngFilterMethod.Paeth => 0x80,
        _ => 0xF8,
    };
}
