using System.Numerics;

namespace FaeRealtime.Graphics.Tests.Fonts;

/// <summary>Makes the atlas that the HUD's text is drawn from: signed distances of every glyph of every weight in one picture, and their metrics.</summary>
internal static class FontAtlasMaker
{
    private const int Width = 1024;
    private const float TexelsPerEm = 40;
    private const int Spread = 6;

    // Advances and kerning are whole numbers of these.
    private const int UnitsPerEm = 4096;

    // Pairs of other characters are rare, and a few thousand pairs are enough to carry.
    private const char LastKerned = '\u00FF';

    /// <summary>The atlas of some weights, as <c>HudFont</c> reads it, not compressed.</summary>
    public static byte[] Make(params ReadOnlySpan<string> files)
    {
        List<List<Cell>> faces = [];
        List<List<(int First, int Second, int Units)>> kerning = [];
        foreach (var file in files)
        {
            using var face = FontFace.Open(file);
            List<Cell> cells = [.. face.Characters.Select(character => Draw(face, character))];
            faces.Add(cells);
            kerning.Add([.. Pairs(face, cells)]);
        }

        var height = Place([.. faces.SelectMany(cells => cells)]);
        return Write(faces, kerning, height);
    }

    private static Cell Draw(FontFace face, char character)
    {
        var outline = face.Outline(character, TexelsPerEm);
        var cell = new Cell { Character = character, Advance = face.Advance(character) * UnitsPerEm / face.UnitsPerEm };
        if (outline.IsEmpty)
        {
            return cell;
        }

        var (low, high) = outline.Bounds;
        cell.Left = (int)MathF.Floor(low.X) - Spread;
        cell.Top = (int)MathF.Floor(low.Y) - Spread;
        cell.Columns = (int)MathF.Ceiling(high.X) + Spread - cell.Left;
        cell.Rows = (int)MathF.Ceiling(high.Y) + Spread - cell.Top;
        cell.Texels = new byte[cell.Columns * cell.Rows];
        for (var i = 0; i < cell.Texels.Length; i++)
        {
            var centre = new Vector2(cell.Left + (i % cell.Columns) + 0.5f, cell.Top + (i / cell.Columns) + 0.5f);
            cell.Texels[i] = (byte)Math.Clamp(Math.Round(128 + (outline.Distance(centre) / Spread * 127)), 0, 255);
        }

        return cell;
    }

    private static IEnumerable<(int First, int Second, int Units)> Pairs(FontFace face, List<Cell> cells)
    {
        var kerned = cells.TakeWhile(cell => cell.Character <= LastKerned).Count();
        for (var first = 0; first < kerned; first++)
        {
            for (var second = 0; second < kerned; second++)
            {
                var units = face.Kerning(cells[first].Character, cells[second].Character) * UnitsPerEm / face.UnitsPerEm;
                if (units != 0)
                {
                    yield return (first, second, units);
                }
            }
        }
    }

    // In rows, the highest glyphs first.
    private static int Place(List<Cell> cells)
    {
        int x = 0, y = 0, row = 0;
        foreach (var cell in cells.Where(cell => cell.Rows > 0).OrderByDescending(cell => cell.Rows))
        {
            if (x + cell.Columns > Width)
            {
                (x, y, row) = (0, y + row, 0);
            }

            (cell.X, cell.Y) = (x, y);
            (x, row) = (x + cell.Columns, Math.Max(row, cell.Rows));
        }

        return y + row;
    }

    private static byte[] Write(List<List<Cell>> faces, List<List<(int First, int Second, int Units)>> kerning, int height)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var number in (ReadOnlySpan<int>)[Width, height, (int)TexelsPerEm, Spread, UnitsPerEm, faces.Count])
        {
            writer.Write(number);
        }

        var texels = new byte[Width * height];
        foreach (var (cells, pairs) in faces.Zip(kerning))
        {
            writer.Write(cells.Count);
            cells.ForEach(cell => cell.Write(writer));
            cells.ForEach(cell => cell.Copy(texels, Width));
            writer.Write(pairs.Count);
            foreach (var (first, second, units) in pairs)
            {
                writer.Write((uint)((first << 16) | second));
                writer.Write((short)units);
            }
        }

        writer.Write(texels);
        return stream.ToArray();
    }

    private sealed class Cell
    {
        public required char Character { get; init; }

        public required int Advance { get; init; }

        public int Left { get; set; }

        public int Top { get; set; }

        public int Columns { get; set; }

        public int Rows { get; set; }

        public int X { get; set; }

        public int Y { get; set; }

        public byte[] Texels { get; set; } = [];

        public void Write(BinaryWriter writer)
        {
            foreach (var number in (ReadOnlySpan<int>)[Character, Advance, X, Y, Columns, Rows, Left, Top])
            {
                writer.Write((short)number);
            }
        }

        public void Copy(byte[] atlas, int width)
        {
            for (var row = 0; row < Rows; row++)
            {
                Texels.AsSpan(row * Columns, Columns).CopyTo(atlas.AsSpan(((Y + row) * width) + X));
            }
        }
    }
}
