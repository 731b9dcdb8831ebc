using SixLabors.ImageSharp.Formats.Jpeg;

namespace FaeRealtime.Video.Formats.Jpeg;

/// <summary>How our JPEGs are written.</summary>
internal static class JpegImage
{
    /// <summary>4:2:0 at every quality; the library would turn to 4:4:4 above 90.</summary>
    /// <param name="quality">1 to 100.</param>
    public static JpegEncoder Encoder(int quality) => new() { Quality = quality, ColorType = JpegColorType.YCbCrRatio420 };
}
