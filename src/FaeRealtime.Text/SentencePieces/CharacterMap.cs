using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FaeRealtime.Text.SentencePieces;

/// <summary>Rules that replace the longest beginning of a text that they know, such as NFKC's: a double-array trie (Aoe 1989, laid out as in darts-clone) and the replacements behind it.</summary>
internal sealed class CharacterMap
{
    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private CharacterMap(uint[] units, byte[] replacements) => (_units, _replacements) = (units, replacements);

    /// <summary>Reads the rules.</summary>
    /// <param name="blob">The trie's length in bytes, the trie in units of 32 bits, and replacements that each end with a zero; empty for no rules.</param>
    /// <exception cref="InvalidDataException">The lengths do not fit.</exception>
    public static CharacterMap Read(ReadOnlySpan<byte> blob)
    {
        if (blob.IsEmpty)
        {
            return new CharacterMap([], []);
        }

        var length = blob.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(blob);
        if (length == 0 || length % sizeof(uint) != 0 || length > blob.Length - sizeof(uint))
        {
            throw new InvalidDataException("Its character rules are damaged.");
        }

        var trie = blob.Slice(sizeof(uint), (int)length);
        var units = MemoryMarshal.Cast<byte, uint>(trie).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(units, units);
        }

        return new CharacterMap(units, blob[(sizeof(uint) + (int)length)..].ToArray());
    }

    /// <summary>The longest rule that a text begins with.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="replacement">What stands in its place; may be empty.</param>
    /// <returns>Bytes of the text that the rule replaces; 0 for no rule.</returns>
    public int Match(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        var (longest, place) = (0, 0u);
        var node = _units.Length == 0 ? 0 : Offset(_units[0]);
        for (var i = 0; i < text.Length; i++)
        {
            node ^= text[i];
            if (node >= _units.Length || Label(_units[node]) != text[i])
            {
                break;
            }

            var unit = _units[node];
            node ^= Offset(unit);
            if (HasLeaf(unit) && node < _units.Length)
            {
                (longest, place) = (i + 1, _units[node] & 0x7FFFFFFF);
            }
        }

        replacement = longest == 0 || place >= _replacements.Length ? default : _replacements.AsSpan((int)place);
        var end = replacement.IndexOf((byte)0);
        replacement = end < 0 ? replacement : replacement[..end];
        return longest;
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & (1u << 9)) >> 6);

    private static uint Label(uint unit) => unit & ((1u << 31) | 0xFF);

    private static bool HasLeaf(uint unit) => ((unit >> 8) & 1) != 0;
}
