using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Video.Formats.Jpeg;

/// <summary>Writes JPEGs.</summary>
/// <param name="quality">1 to 100. Chroma is 4:2:0 at every quality; the library would turn to 4:4:4 above 90.</param>
public sealed class JpegImage(int quality)
{
    private readonly JpegEncoder _encoder = new() { Quality = quality, ColorType = JpegColorType.YCbCrRatio420 };

    /// <summary>Writes a picture.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="rgba">RGBA <c>[height, width, 4]</c>, top row first.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public void Write(Stream stream, ReadOnlySpan<byte> rgba, int width, int height)
    {
        using var image = Image.LoadPixelData<Rgba32>(rgba, width, height);
        image.Save(stream, _encoder);
    }
}
