using SixLabors.ImageSharp.Codecs;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Writes the root frame as a baseline JPEG; alpha is dropped.</summary>
public sealed class JpegEncoder : ImageEncoder
{
    private const int DefaultQuality = 75;

    private readonly int? quality;

    /// <summary>1 to 100, 75 by default.</summary>
    /// <exception cref="ArgumentException">The value is outside 1 to 100.</exception>
    public int? Quality
    {
        get => quality;
        init => quality = value is null or (>= 1 and <= 100)
            ? value
            : throw new ArgumentException($"JPEG quality {value} is outside 1 to 100.");
    }

    public JpegEncodingColor? ColorType { get; init; }

    protected override void Encode<TPixel>(Image<TPixel> image, Stream stream, CancellationToken cancellationToken)
    {
        bool grey = ColorType == JpegEncodingColor.Luminance || (ColorType is null && TPixel.Layout == PixelLayout.Grey);
        NativeEncoderOptions options = new() { Quality = Quality ?? DefaultQuality, Subsampling = Subsampling(ColorType, grey) };
        PixelLayout layout = grey ? PixelLayout.Grey : PixelLayout.Rgb;
        using EncodedHandle file = PictureEncoder.EncodeStill(CodecFormat.Jpeg, image.Frames.RootFrame, layout, options);
        stream.Write(file.Bytes);
    }

    // libturbojpeg's TJSAMP numbers.
    private static int Subsampling(JpegEncodingColor? colour, bool grey) => colour switch
    {
        _ when grey => 3,
        JpegEncodingColor.YCbCrRatio444 => 0,
        JpegEncodingColor.YCbCrRatio422 => 1,
        JpegEncodingColor.YCbCrRatio411 => 5,
        null or JpegEncodingColor.YCbCrRatio420 => 2,
        _ => throw new NotSupportedException($"JPEG colour type {colour} is not written: use a YCbCr ratio or Luminance."),
    };
}
