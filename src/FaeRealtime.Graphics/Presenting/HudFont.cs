using System.IO.Compression;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>The HUD's typeface, Inter: where the glyphs of two weights lie in one picture of signed distances, how wide they are, and which pairs are kerned. Immutable; for any thread.</summary>
/// <remarks>
/// A texel is 128 + 127·d/s, d the distance to the contour in texels (positive inside), s the spread: sharp at any size (Green 2007, "Improved Alpha-Tested Magnification for Vector Textures and
/// Special Effects"). The file is made from the fonts in content/fonts, and a test holds it against them.
/// </remarks>
public sealed class HudFont
{
    private const string Resource = "fonts/hud.atlas";

    // What lies beyond has no glyph; the typeface's arrows and signs all lie before.
    private const int Codes = 0x2600;

    private readonly HudFace[] _faces;

    private HudFont(HudFace[] faces, int width, int height, int texelsPerEm, byte[] texels) =>
        (_faces, Width, Height, TexelsPerEm, Texels) = (faces, width, height, texelsPerEm, texels);

    /// <summary>The embedded one.</summary>
    public static HudFont Shared { get; } = Load();

    /// <summary>Of the atlas, in texels.</summary>
    internal int Width { get; }

    /// <summary>Of the atlas, in texels.</summary>
    internal int Height { get; }

    /// <summary>The size at which the glyphs were drawn.</summary>
    internal int TexelsPerEm { get; }

    /// <summary>The atlas, a byte a texel, the top row first.</summary>
    internal byte[] Texels { get; }

    /// <summary>Whether a character is drawn as itself; another shows as a question mark.</summary>
    /// <param name="character">A UTF-16 code unit; the font has none that come in pairs.</param>
    /// <param name="weight">Which letters.</param>
    public bool Has(char character, HudWeight weight = HudWeight.Regular) => character < Codes && _faces[(int)weight].Glyphs[character] >= 0;

    /// <summary>How wide a line is. Allocates nothing.</summary>
    /// <param name="text">One line.</param>
    /// <param name="style">Size and weight.</param>
    /// <returns>In pixels.</returns>
    public double Measure(ReadOnlySpan<char> text, HudStyle style)
    {
        var (face, pen, last) = (_faces[(int)style.Weight], 0, -1);
        foreach (var character in text)
        {
            var glyph = face.Find(character);
            pen += face.Kerning(last, glyph) + face.Cells[glyph].Advance;
            last = glyph;
        }

        return pen * style.Size / face.UnitsPerEm;
    }

    /// <summary>Sets a line. Allocates nothing.</summary>
    /// <param name="text">One line; what has no glyph in the font shows as a question mark.</param>
    /// <param name="style">Size, colour and weight.</param>
    /// <param name="x">Where it begins, in pixels from the target's left edge.</param>
    /// <param name="baseline">On what it stands, in pixels from the target's top edge; a whole number is sharpest.</param>
    /// <param name="glyphs">Receives one a character that leaves ink; the line ends where there is no more room.</param>
    /// <returns>How many there are.</returns>
    public int Place(ReadOnlySpan<char> text, HudStyle style, double x, double baseline, Span<HudGlyph> glyphs)
    {
        var (face, scale) = (_faces[(int)style.Weight], style.Size / TexelsPerEm);
        var (pen, last, count) = (0, -1, 0);
        foreach (var character in text)
        {
            var glyph = face.Find(character);
            ref readonly var cell = ref face.Cells[glyph];
            pen += face.Kerning(last, glyph);
            if (cell.Columns > 0)
            {
                if (count == glyphs.Length)
                {
                    break;
                }

                glyphs[count++] = HudGlyph.At(cell, x + (pen * style.Size / face.UnitsPerEm) + (cell.Left * scale), baseline + (cell.Top * scale), scale, style.Color);
            }

            pen += cell.Advance;
            last = glyph;
        }

        return count;
    }

    /// <summary>Reads an atlas as the tests' maker writes it.</summary>
    internal static HudFont Read(Stream stream)
    {
        using var reader = new BinaryReader(stream);
        var (width, height, texelsPerEm, _, unitsPerEm) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        var faces = new HudFace[reader.ReadInt32()];
        for (var i = 0; i < faces.Length; i++)
        {
            faces[i] = HudFace.Read(reader, unitsPerEm, Codes);
        }

        return new HudFont(faces, width, height, texelsPerEm, reader.ReadBytes(width * height));
    }

    private static HudFont Load()
    {
        using var stream = typeof(HudFont).Assembly.GetManifestResourceStream(Resource)
            ?? throw new GraphicsException($"'{Resource}' is not embedded in {typeof(HudFont).Assembly.GetName().Name}. Add content/fonts to the project and build again.");
        using var inflated = new BrotliStream(stream, CompressionMode.Decompress);
        return Read(inflated);
    }
}

/// <summary>How letters look.</summary>
/// <param name="Size">Pixels an em: capitals are 0.73 of it high.</param>
/// <param name="Color">Red in the highest byte, then green, blue and alpha.</param>
/// <param name="Weight">Of the strokes.</param>
public readonly record struct HudStyle(double Size, uint Color = 0xFFFFFFFF, HudWeight Weight = HudWeight.Regular);

/// <summary>How strong letters are.</summary>
public enum HudWeight
{
    /// <summary>For reading: Latin with all European accents, Greek, Cyrillic, arrows and signs.</summary>
    Regular,

    /// <summary>For titles: western European Latin.</summary>
    SemiBold,
}
