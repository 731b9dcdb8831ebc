using FaeRealtime.Core.Errors;

namespace FaeRealtime.Engines;

/// <summary>Planar float RGB to RGBA8.</summary>
public static class PixelPacking
{
    /// <summary>Packs and rounds; a decoder's values a little outside [0, 1] saturate, as in every image file.</summary>
    /// <param name="planes">RGB <c>[3, H, W]</c>, nominal [0, 1].</param>
    /// <param name="rgba">Receives <c>[H, W, 4]</c>, opaque.</param>
    /// <returns>False when a value is not finite; the destination is then unspecified.</returns>
    /// <exception cref="ShapeException">The lengths do not fit together.</exception>
    public static bool TryPack(ReadOnlySpan<float> planes, Span<byte> rgba)
    {
        var pixels = planes.Length / 3;
        if (planes.Length != pixels * 3 || rgba.Length != pixels * 4)
        {
            throw new ShapeException($"A picture of {planes.Length} planar values does not fill {rgba.Length} bytes of RGBA; give [3, H, W] and H·W·4.");
        }

        var red = planes[..pixels];
        var green = planes.Slice(pixels, pixels);
        var blue = planes[(2 * pixels)..];
        var poison = 0f;
        for (int i = 0, o = 0; i < pixels; i++, o += 4)
        {
            // Zero for finite values, NaN for NaN and infinity, and NaN stays.
            poison += (red[i] + green[i] + blue[i]) * 0f;
            rgba[o] = ToByte(red[i]);
            rgba[o + 1] = ToByte(green[i]);
            rgba[o + 2] = ToByte(blue[i]);
            rgba[o + 3] = byte.MaxValue;
        }

        return !float.IsNaN(poison);
    }

    private static byte ToByte(float value) => (byte)((Math.Clamp(value, 0f, 1f) * byte.MaxValue) + 0.5f);
}
