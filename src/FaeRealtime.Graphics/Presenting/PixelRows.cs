namespace FaeRealtime.Graphics.Presenting;

internal static class PixelRows
{
    private const int Chunk = 1024;

    /// <summary>Reverses the order of rows in place: OpenGL reads the bottom row first.</summary>
    public static void Flip(Span<byte> pixels, int rowBytes)
    {
        Span<byte> spare = stackalloc byte[Chunk];
        var rows = pixels.Length / rowBytes;
        for (var i = 0; i < rows / 2; i++)
        {
            var upper = pixels.Slice(i * rowBytes, rowBytes);
            var lower = pixels.Slice((rows - 1 - i) * rowBytes, rowBytes);
            for (var at = 0; at < rowBytes; at += Chunk)
            {
                var length = Math.Min(Chunk, rowBytes - at);
                upper.Slice(at, length).CopyTo(spare);
                lower.Slice(at, length).CopyTo(upper[at..]);
                spare[..length].CopyTo(lower[at..]);
            }
        }
    }
}
