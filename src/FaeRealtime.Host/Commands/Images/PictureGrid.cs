namespace FaeRealtime.Host.Commands.Images;

/// <summary>Pictures in rows on white.</summary>
/// <param name="size">Columns and rows.</param>
/// <param name="side">Side of a picture in pixels.</param>
internal sealed class PictureGrid(GridSize size, int side)
{
    private const int BytesPerPixel = 4;

    private int _placed;

    public int Width => size.Columns * side;

    public int Height => size.Rows * side;

    /// <summary>RGBA <c>[Height, Width, 4]</c>, top row first.</summary>
    public byte[] Pixels { get; } = White((long)size.Places * side * side * BytesPerPixel);

    /// <summary>Places the next picture, row by row.</summary>
    /// <param name="rgba"><c>[side, side, 4]</c>.</param>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        var (row, column) = (_placed / size.Columns, _placed % size.Columns);
        _placed++;
        var line = side * BytesPerPixel;
        for (var y = 0; y < side; y++)
        {
            var target = ((((long)row * side) + y) * Width) + ((long)column * side);
            rgba.Slice(y * line, line).CopyTo(Pixels.AsSpan((int)(target * BytesPerPixel)));
        }
    }

    private static byte[] White(long length)
    {
        if (length > Array.MaxLength)
        {
            throw new Core.Errors.ConfigException($"--grid asks for a picture of {length} bytes, more than one file can hold. Give a smaller grid.");
        }

        var pixels = new byte[length];
        Array.Fill(pixels, byte.MaxValue);
        return pixels;
    }
}
