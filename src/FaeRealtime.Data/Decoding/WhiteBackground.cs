using FaeRealtime.Data.Resampling;

namespace FaeRealtime.Data.Decoding;

/// <summary>Puts an image with transparency on white.</summary>
internal static class WhiteBackground
{
    /// <summary>alpha·colour + (1 − alpha)·white per channel, rounded to nearest.</summary>
    /// <param name="image">Straight (not premultiplied) alpha. Borrowed.</param>
    /// <returns>An opaque image of the same size.</returns>
    public static RgbImage Compose(RgbaImage image)
    {
        var opaque = AlphaChannel.Drop(image.Pixels);
        for (var i = 0; i < opaque.Length; i++)
        {
            opaque[i] = Over(opaque[i], image.Pixels[(i / RgbImage.Channels * RgbaImage.Channels) + RgbaImage.Channels - 1]);
        }

        return new RgbImage(image.Width, image.Height, opaque);
    }

    private static byte Over(byte colour, byte alpha) => (byte)(((colour * alpha) + (255 * (255 - alpha)) + 127) / 255);
}
