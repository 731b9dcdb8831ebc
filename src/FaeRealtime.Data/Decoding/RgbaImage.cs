namespace FaeRealtime.Data.Decoding;

/// <summary>A decoded image with its transparency.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Pixels">RGBA of 8 bits, straight (not premultiplied) alpha, <c>[Height, Width, 4]</c>, top row first.</param>
public sealed record RgbaImage(int Width, int Height, byte[] Pixels)
{
    /// <summary>Bytes of a pixel.</summary>
    public const int Channels = 4;
}
