using SkiaSharp;

namespace FaeRealtime.Graphics.Tests.Fonts;

/// <summary>One weight of the typeface, read from its file: outlines, advances, kerning. Figures are the tabular ones, so that numbers stand still while they change.</summary>
internal sealed class FontFace : IDisposable
{
    private readonly SKTypeface _typeface;
    private readonly SKFont _font;
    private readonly LayoutTable _positions;
    private readonly LayoutTable _substitutions;

    private FontFace(SKTypeface typeface, SKFont font, LayoutTable positions, LayoutTable substitutions) => (_typeface, _font, _positions, _substitutions) = (typeface, font, positions, substitutions);

    public int UnitsPerEm => _typeface.UnitsPerEm;

    /// <summary>The characters that the file has, in order.</summary>
    public IReadOnlyList<char> Characters => [.. Enumerable.Range(' ', char.MaxValue - ' ').Where(code => _font.ContainsGlyph(code)).Select(code => (char)code)];

    public static FontFace Open(string file)
    {
        var typeface = SKTypeface.FromFile(file);
        var font = new SKFont(typeface, typeface.UnitsPerEm) { Hinting = SKFontHinting.None, LinearMetrics = true, Subpixel = true };
        return new FontFace(typeface, font, Table(typeface, "GPOS"), Table(typeface, "GSUB"));
    }

    /// <summary>The contours of a character's glyph.</summary>
    public GlyphOutline Outline(char character, float texelsPerEm)
    {
        using var path = _font.GetGlyphPath((ushort)Glyph(character)) ?? new SKPath();
        return GlyphOutline.Of(path, texelsPerEm / UnitsPerEm);
    }

    /// <summary>How far the next character stands, in font units.</summary>
    public int Advance(char character) => (int)Math.Round(_font.GetGlyphWidths([(ushort)Glyph(character)])[0]);

    /// <summary>What is added to the advance of the first where the second follows, in font units.</summary>
    public int Kerning(char first, char second) => _positions.Kerning(Glyph(first), Glyph(second));

    public void Dispose()
    {
        _font.Dispose();
        _typeface.Dispose();
    }

    private static LayoutTable Table(SKTypeface typeface, string name) => new(typeface.GetTableData(name.Aggregate(0u, (tag, letter) => (tag << 8) | letter)));

    private int Glyph(char character) => char.IsAsciiDigit(character) ? _substitutions.Substitute("tnum", _font.GetGlyph(character)) : _font.GetGlyph(character);
}
