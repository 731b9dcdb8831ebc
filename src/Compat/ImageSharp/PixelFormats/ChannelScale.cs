using System.Numerics;

namespace SixLabors.ImageSharp.PixelFormats;

/// <summary>Rounding rules between bytes and scaled values.</summary>
internal static class ChannelScale
{
    private const float Maximum = 255f;

    /// <summary>Each channel in [0, 1] as a byte to nearest; outside values saturate.</summary>
    internal static Rgba32 ToBytes(Vector4 scaled)
    {
        Vector4 bytes = Vector4.Clamp((scaled * Maximum) + new Vector4(0.5f), Vector4.Zero, new Vector4(Maximum));
        return new Rgba32((byte)bytes.X, (byte)bytes.Y, (byte)bytes.Z, (byte)bytes.W);
    }

    internal static Vector4 FromBytes(byte r, byte g, byte b, byte a) => new Vector4(r, g, b, a) / Maximum;

    /// <summary>ITU-R BT.709 luma of 8-bit channels, to nearest.</summary>
    internal static byte Luminance(byte r, byte g, byte b) => (byte)((r * 0.2126f) + (g * 0.7152f) + (b * 0.0722f) + 0.5f);
}
