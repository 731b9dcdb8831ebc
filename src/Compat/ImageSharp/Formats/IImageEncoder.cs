using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats;

public interface IImageEncoder
{
    bool SkipMetadata { get; init; }

    void Encode<TPixel>(Image<TPixel> image, Stream stream)
        where TPixel : unmanaged, IPixel<TPixel>;
}
