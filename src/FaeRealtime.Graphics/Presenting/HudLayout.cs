namespace FaeRealtime.Graphics.Presenting;

/// <summary>Turns text into character cells as the HUD's vertex shader reads them.</summary>
internal static class HudLayout
{
    // Bits of a cell: column 0-11, row 12-23, glyph 24-31 (hud.vert unpacks the same).
    private const int RowShift = 12, GlyphShift = 24, Limit = 1 << 12;

    /// <summary>Writes one cell a character that is drawn.</summary>
    /// <returns>The number of cells.</returns>
    public static int Place(ReadOnlySpan<char> text, Span<uint> cells)
    {
        int count = 0, column = 0, row = 0;
        foreach (var character in text)
        {
            if (character == '\n')
            {
                (column, row) = (0, row + 1);
                continue;
            }

            if (count == cells.Length || row >= Limit)
            {
                break;
            }

            if (character != '\r' && column < Limit)
            {
                cells[count++] = (uint)(column++ | (row << RowShift) | (HudFont.Glyph(character) << GlyphShift));
            }
        }

        return count;
    }
}
