using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Training.Data;

/// <summary>Puts a picture with transparency on white.</summary>
internal static class WhiteBackground
{
    /// <summary>alpha·colour + (1 − alpha)·white per channel, rounded to nearest.</summary>
    /// <param name="image">Straight (not premultiplied) alpha. Borrowed.</param>
    /// <returns>An opaque picture of the same size; the caller disposes.</returns>
    public static Image<Rgb24> Compose(Image<Rgba32> image)
    {
        var source = new Rgba32[image.Width * image.Height];
        image.CopyPixelDataTo(source);
        var target = Array.ConvertAll(source, pixel => new Rgb24(Over(pixel.R, pixel.A), Over(pixel.G, pixel.A), Over(pixel.B, pixel.A)));
        return Image.LoadPixelData<Rgb24>(target, image.Width, image.Height);
    }

    private static byte Over(byte colour, byte alpha) => (byte)(((colour * alpha) + (255 * (255 - alpha)) + 127) / 255);
}
