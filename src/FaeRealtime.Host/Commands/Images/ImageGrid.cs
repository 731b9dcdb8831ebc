using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>Pictures in rows on white.</summary>
/// <param name="size">Columns and rows.</param>
/// <param name="side">Side of a picture in pixels.</param>
internal sealed class ImageGrid(GridSize size, int side)
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

/// <summary>The grid of <c>--grid</c>.</summary>
/// <param name="Columns">Pictures in a row.</param>
/// <param name="Rows">Rows.</param>
internal readonly record struct GridSize(int Columns, int Rows)
{
    private const int Most = 1000;

    /// <summary>Places for pictures.</summary>
    public int Places => Columns * Rows;

    /// <summary>Reads <c>4x2</c>: columns, then rows.</summary>
    /// <exception cref="ConfigException">No such size.</exception>
    public static GridSize Parse(string text)
    {
        var sides = text.Split('x');
        return sides.Length == 2 && Side(sides[0], out var columns) && Side(sides[1], out var rows)
            ? new GridSize(columns, rows)
            : throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"--grid is '{text}'; give columns x rows, such as 4x2, each 1 to {Most}."));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Columns}x{Rows}");

    private static bool Side(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 1 and <= Most;
}
