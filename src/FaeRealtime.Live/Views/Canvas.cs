using System.Runtime.InteropServices;

namespace FaeRealtime.Live.Views;

/// <summary>RGBA8 pixels that are painted in squares and tiles.</summary>
/// <param name="rgba">Rows top first. Borrowed.</param>
/// <param name="width">In pixels.</param>
internal readonly ref struct Canvas(Span<byte> rgba, int width)
{
    private readonly Span<uint> _pixels = MemoryMarshal.Cast<byte, uint>(rgba);

    /// <summary>An opaque colour.</summary>
    /// <param name="red">[0, 1]; beyond it saturates, as everywhere on a screen.</param>
    /// <param name="green">Likewise.</param>
    /// <param name="blue">Likewise.</param>
    public static uint Color(double red, double green, double blue)
    {
        Span<byte> bytes = [Level(red), Level(green), Level(blue), byte.MaxValue];
        return MemoryMarshal.Read<uint>(bytes);
    }

    /// <summary>Paints everything.</summary>
    public void Clear(uint color) => _pixels.Fill(color);

    /// <summary>Paints a rectangle.</summary>
    public void Fill(int x, int y, int columns, int rows, uint color)
    {
        for (var row = y; row < y + rows; row++)
        {
            _pixels.Slice((row * width) + x, columns).Fill(color);
        }
    }

    /// <summary>Copies a square picture in.</summary>
    /// <param name="x">Where its left edge comes.</param>
    /// <param name="y">Where its top edge comes.</param>
    /// <param name="picture">RGBA <c>[side, side, 4]</c>.</param>
    /// <param name="side">In pixels.</param>
    public void Copy(int x, int y, ReadOnlySpan<byte> picture, int side)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(picture);
        for (var row = 0; row < side; row++)
        {
            pixels.Slice(row * side, side).CopyTo(_pixels[(((y + row) * width) + x)..]);
        }
    }

    private static byte Level(double value) => (byte)((Math.Clamp(value, 0.0, 1.0) * byte.MaxValue) + 0.5);
}
