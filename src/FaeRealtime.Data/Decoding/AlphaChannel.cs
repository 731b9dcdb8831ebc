using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaeRealtime.Data.Decoding;

/// <summary>From four channels to three.</summary>
internal static class AlphaChannel
{
    private const int Rgb = 3;
    private const int PixelsAtOnce = 4;

    /// <summary>Red, green and blue of each pixel, whatever its alpha.</summary>
    /// <param name="rgba"><c>[N, 4]</c>.</param>
    /// <returns><c>[N, 3]</c>.</returns>
    public static byte[] Drop(ReadOnlySpan<byte> rgba)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        var rgb = GC.AllocateUninitializedArray<byte>(pixels.Length * Rgb);
        var order = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0xFF, 0xFF, 0xFF, 0xFF);
        var i = 0;

        // Sixteen bytes are stored where twelve count: the next ones, or the loop below, write over the rest.
        for (; (i * Rgb) + Vector128<byte>.Count <= rgb.Length; i += PixelsAtOnce)
        {
            Vector128.Shuffle(Vector128.Create(rgba.Slice(i * RgbaImage.Channels, Vector128<byte>.Count)), order).CopyTo(rgb.AsSpan(i * Rgb));
        }

        for (; i < pixels.Length; i++)
        {
            rgba.Slice(i * RgbaImage.Channels, Rgb).CopyTo(rgb.AsSpan(i * Rgb));
        }

        return rgb;
    }
}
