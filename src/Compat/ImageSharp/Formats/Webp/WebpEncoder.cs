using SixLabors.ImageSharp.Codecs;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Webp;

/// <summary>Writes a WebP file, animated when the image has several frames.</summary>
public sealed class WebpEncoder : ImageEncoder
{
    /// <summary>Lossless or lossy; by default as the file was that the image came from, else lossy.</summary>
    public WebpFileFormatType? FileFormat { get; init; }

    /// <summary>0 to 100. Lossy: fidelity; lossless: effort.</summary>
    public int Quality { get; init; } = 75;

    public WebpEncodingMethod Method { get; init; } = WebpEncodingMethod.Default;

    protected override void Encode<TPixel>(Image<TPixel> image, Stream stream, CancellationToken cancellationToken)
    {
        WebpMetadata metadata = image.Metadata.GetWebpMetadata();
        NativeEncoderOptions options = new()
        {
            Quality = Math.Clamp(Quality, 0, 100),
            Lossless = (FileFormat ?? metadata.FileFormat) == WebpFileFormatType.Lossless ? 1 : 0,
            Effort = (int)Method,
            Loop = metadata.RepeatCount,
        };
        PixelLayout layout = TPixel.Layout == PixelLayout.Rgba ? PixelLayout.Rgba : PixelLayout.Rgb;
        using EncodedHandle file = image.Frames.Count == 1
            ? PictureEncoder.EncodeStill(CodecFormat.Webp, image.Frames.RootFrame, layout, options)
            : PictureEncoder.EncodeAnimation(CodecFormat.Webp, image, layout, options, Delay);
        stream.Write(file.Bytes);
    }

    private static int Delay(ImageFrame frame) => checked((int)frame.Metadata.GetWebpMetadata().FrameDelay);
}
