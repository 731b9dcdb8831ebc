namespace SixLabors.ImageSharp.PixelFormats;

/// <summary>How a pixel lies in memory; the value is its size in bytes. The codecs and the processors know pixels only by this.</summary>
internal enum PixelLayout
{
    Grey = 1,
    Rgb = 3,
    Rgba = 4,
}
