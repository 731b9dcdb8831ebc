using System.Runtime.InteropServices;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>One weight of the HUD's typeface.</summary>
/// <param name="UnitsPerEm">Of which advances and kerning are whole numbers.</param>
/// <param name="Glyphs">The cell of a character; negative for none.</param>
/// <param name="Cells">All glyphs.</param>
/// <param name="Pairs">First and second cell of a kerned pair, 16 bits each, in order.</param>
/// <param name="Kerns">What each pair adds to the first's advance.</param>
internal sealed record HudFace(int UnitsPerEm, short[] Glyphs, HudCell[] Cells, uint[] Pairs, short[] Kerns)
{
    private const char Unknown = '?';

    /// <summary>The cell of a character, or of a question mark.</summary>
    public int Find(char character) => character < Glyphs.Length && Glyphs[character] is >= 0 and var glyph ? glyph : Glyphs[Unknown];

    /// <summary>What is added between two cells; nothing after none.</summary>
    public int Kerning(int first, int second) => first >= 0 && Array.BinarySearch(Pairs, ((uint)first << 16) | (uint)second) is >= 0 and var pair ? Kerns[pair] : 0;

    public static HudFace Read(BinaryReader reader, int unitsPerEm, int codes)
    {
        var glyphs = new short[codes];
        glyphs.AsSpan().Fill(-1);
        var cells = new HudCell[reader.ReadInt32()];
        for (var i = 0; i < cells.Length; i++)
        {
            var character = reader.ReadUInt16();
            cells[i] = new HudCell(reader.ReadInt16(), reader.ReadUInt16(), reader.ReadUInt16(), reader.ReadUInt16(), reader.ReadUInt16(), reader.ReadInt16(), reader.ReadInt16());
            if (character < codes)
            {
                glyphs[character] = (short)i;
            }
        }

        var pairs = new uint[reader.ReadInt32()];
        var kerns = new short[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            (pairs[i], kerns[i]) = (reader.ReadUInt32(), reader.ReadInt16());
        }

        return new HudFace(unitsPerEm, glyphs, cells, pairs, kerns);
    }
}

/// <summary>A glyph's place in the atlas.</summary>
/// <param name="Advance">How far the next one stands.</param>
/// <param name="X">Its left column.</param>
/// <param name="Y">Its top row.</param>
/// <param name="Columns">Its width in texels; 0 for a space.</param>
/// <param name="Rows">Its height in texels.</param>
/// <param name="Left">From the pen to the left edge, in texels.</param>
/// <param name="Top">From the baseline to the top edge, in texels; negative above.</param>
internal readonly record struct HudCell(short Advance, ushort X, ushort Y, ushort Columns, ushort Rows, short Left, short Top);

/// <summary>A glyph on the target, as the vertex shader reads it. <see cref="HudFont.Place"/> makes them.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct HudGlyph
{
    /// <summary>Bytes before the place in the atlas, the size and the colour.</summary>
    internal const nint CellOffset = 2 * sizeof(int), SizeOffset = CellOffset + (4 * sizeof(ushort)), ColorOffset = SizeOffset + sizeof(uint);

    // hud.vert has the same.
    private const int PlacesPerPixel = 64;
    private const double SizesPerPixel = 65536;

    private readonly int _left;
    private readonly int _top;
    private readonly ushort _x;
    private readonly ushort _y;
    private readonly ushort _columns;
    private readonly ushort _rows;
    private readonly uint _size;
    private readonly uint _color;

    private HudGlyph(int left, int top, HudCell cell, uint size, uint color)
    {
        (_left, _top, _size, _color) = (left, top, size, color);
        (_x, _y, _columns, _rows) = (cell.X, cell.Y, cell.Columns, cell.Rows);
    }

    /// <summary>A cell of the atlas with its corner at a place of the target.</summary>
    internal static HudGlyph At(HudCell cell, double left, double top, double pixelsPerTexel, uint color) =>
        new((int)Math.Round(left * PlacesPerPixel), (int)Math.Round(top * PlacesPerPixel), cell, (uint)Math.Round(pixelsPerTexel * SizesPerPixel), color);
}
