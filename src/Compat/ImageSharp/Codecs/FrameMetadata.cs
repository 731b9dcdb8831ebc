using SixLabors.ImageSharp.Metadata;

namespace SixLabors.ImageSharp.Codecs;

/// <summary>The delays of an opened animation as frame metadata.</summary>
internal static unsafe class FrameMetadata
{
    private const int MillisecondsPerGifTick = 10;

    internal static ImageFrameMetadata[] Read(CodecFormat format, PictureHandle picture, PictureInfo info)
    {
        int[] delays = new int[info.Frames];
        fixed (int* target = delays)
        {
            PictureDecoder.Check(format, NativeImages.fae_picture_delays(picture, target, delays.Length));
        }

        return Array.ConvertAll(delays, delay => Create(format, delay));
    }

    private static ImageFrameMetadata Create(CodecFormat format, int milliseconds)
    {
        ImageFrameMetadata metadata = new();
        if (format == CodecFormat.Webp)
        {
            metadata.GetWebpMetadata().FrameDelay = (uint)Math.Max(milliseconds, 0);
        }
        else if (format == CodecFormat.Gif)
        {
            metadata.GetGifMetadata().FrameDelay = Math.Max(milliseconds, 0) / MillisecondsPerGifTick;
        }

        return metadata;
    }
}
