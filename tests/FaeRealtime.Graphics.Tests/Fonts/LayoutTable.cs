using System.Buffers.Binary;
using System.Text;

namespace FaeRealtime.Graphics.Tests.Fonts;

/// <summary>As much of an OpenType layout table (GPOS, GSUB) as these fonts need: pair kerning and single substitution.</summary>
/// <remarks>OpenType 1.9, chapters "OpenType Layout Common Table Formats", "GPOS" (lookup type 2) and "GSUB" (lookup type 1). Offsets count from the table that names them.</remarks>
internal sealed class LayoutTable(byte[] data)
{
    // Value records of the first glyph hold an advance alone, of the second nothing: all that kerning of left-to-right text uses.
    private const int AdvanceAlone = 4;

    private const int FeatureRecords = 6, LookupRecords = 8;

    /// <summary>What a pair adds to the advance of its first glyph; 0 for none. The first subtable that knows the pair decides.</summary>
    public int Kerning(int first, int second)
    {
        foreach (var subtable in Subtables("kern"))
        {
            if (U16(subtable + 4) != AdvanceAlone || U16(subtable + 6) != 0)
            {
                throw new NotSupportedException($"Kerning at {subtable} moves more than the first glyph's advance.");
            }

            var at = Covered(subtable + U16(subtable + 2), first);
            if (at >= 0 && (U16(subtable) == 1 ? Pair(subtable, at, second) : Classes(subtable, first, second)) is { } units)
            {
                return units;
            }
        }

        return 0;
    }

    /// <summary>The glyph that a feature puts in another's place, or that one.</summary>
    public int Substitute(string feature, int glyph)
    {
        foreach (var subtable in Subtables(feature))
        {
            if (Covered(subtable + U16(subtable + 2), glyph) is >= 0 and var at)
            {
                return U16(subtable) == 1 ? (glyph + U16(subtable + 4)) & 0xFFFF : U16(subtable + 6 + (2 * at));
            }
        }

        return glyph;
    }

    private IEnumerable<int> Subtables(string feature)
    {
        var (features, lookups) = (U16(FeatureRecords), U16(LookupRecords));
        SortedSet<int> chosen = [];
        for (var i = 0; i < U16(features); i++)
        {
            var record = features + 2 + (6 * i);
            var list = features + U16(record + 4);
            if (Encoding.ASCII.GetString(data, record, 4) == feature)
            {
                chosen.UnionWith(Enumerable.Range(0, U16(list + 2)).Select(j => U16(list + 4 + (2 * j))));
            }
        }

        return chosen.Select(lookup => lookups + U16(lookups + 2 + (2 * lookup))).SelectMany(lookup => Enumerable.Range(0, U16(lookup + 4)).Select(i => lookup + U16(lookup + 6 + (2 * i))));
    }

    private int? Pair(int subtable, int at, int second)
    {
        var set = subtable + U16(subtable + 10 + (2 * at));
        for (var i = 0; i < U16(set); i++)
        {
            if (U16(set + 2 + (4 * i)) == second)
            {
                return (short)U16(set + 4 + (4 * i));
            }
        }

        return null;
    }

    private int? Classes(int subtable, int first, int second)
    {
        var (row, column) = (Class(subtable + U16(subtable + 8), first), Class(subtable + U16(subtable + 10), second));
        return (short)U16(subtable + 16 + (2 * ((row * U16(subtable + 14)) + column)));
    }

    private int Covered(int coverage, int glyph)
    {
        for (var i = 0; i < U16(coverage + 2); i++)
        {
            var range = coverage + 4 + (6 * i);
            if (U16(coverage) == 1 && U16(coverage + 4 + (2 * i)) == glyph)
            {
                return i;
            }

            if (U16(coverage) == 2 && glyph >= U16(range) && glyph <= U16(range + 2))
            {
                return U16(range + 4) + glyph - U16(range);
            }
        }

        return -1;
    }

    private int Class(int classes, int glyph)
    {
        if (U16(classes) == 1)
        {
            var at = glyph - U16(classes + 2);
            return at >= 0 && at < U16(classes + 4) ? U16(classes + 6 + (2 * at)) : 0;
        }

        var range = Enumerable.Range(0, U16(classes + 2)).Select(i => classes + 4 + (6 * i)).FirstOrDefault(range => glyph >= U16(range) && glyph <= U16(range + 2));
        return range == 0 ? 0 : U16(range + 4);
    }

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));
}
