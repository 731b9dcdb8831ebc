using SixLabors.ImageSharp.Codecs;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Gif;

/// <summary>Writes a GIF file, animated when the image has several frames.</summary>
public sealed class GifEncoder : ImageEncoder
{
    private const int MillisecondsPerTick = 10;

    protected override void Encode<TPixel>(Image<TPixel> image, Stream stream, CancellationToken cancellationToken)
    {
        NativeEncoderOptions options = new() { Loop = image.Metadata.GetGifMetadata().RepeatCount };
        PixelLayout layout = TPixel.Layout == PixelLayout.Rgba ? PixelLayout.Rgba : PixelLayout.Rgb;
        using EncodedHandle file = image.Frames.Count == 1
            ? PictureEncoder.EncodeStill(CodecFormat.Gif, image.Frames.RootFrame, layout, options)
            : PictureEncoder.EncodeAnimation(CodecFormat.Gif, image, layout, options, Delay);
        stream.Write(file.Bytes);
    }

    private static int Delay(ImageFrame frame) => checked(frame.Metadata.GetGifMetadata().FrameDelay * MillisecondsPerTick);
}
