using System.Numerics;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Formats.Webm;

/// <summary>Metadata as a webm's tag COMMENT (RFC 9559, section 5.1.8; element headers as in RFC 8794, sections 4 and 5).</summary>
internal static class MatroskaMetadata
{
    private const uint SegmentId = 0x18538067;
    private const uint TagsId = 0x1254C367;
    private const uint TagId = 0x7373;
    private const uint SimpleTagId = 0x67C8;
    private const uint NameId = 0x45A3;
    private const uint TextId = 0x4487;

    public static ReadOnlySpan<byte> Signature => [0x1A, 0x45, 0xDF, 0xA3];

    /// <exception cref="InvalidDataException">The elements are cut short or overlap.</exception>
    public static string? Read(ContainerReader reader)
    {
        string? metadata = null;
        Walk(reader, reader.Length, (id, end) =>
        {
            if (id is SegmentId or TagsId or TagId)
            {
                return true;
            }

            if (id == SimpleTagId)
            {
                metadata ??= Comment(reader, end);
            }

            return false;
        });
        return metadata;
    }

    private static string? Comment(ContainerReader reader, long end)
    {
        var named = false;
        string? text = null;
        Walk(reader, end, (id, inner) =>
        {
            if (id == NameId)
            {
                named = reader.Bytes(inner - reader.Position).AsSpan().SequenceEqual("COMMENT"u8);
            }
            else if (id == TextId)
            {
                text = ContainerReader.Metadata(reader.Bytes(inner - reader.Position));
            }

            return false;
        });
        return named ? text : null;
    }

    // Visits elements in file order; where the visitor says so, what is inside follows next.
    private static void Walk(ContainerReader reader, long end, Func<uint, long, bool> enters)
    {
        while (reader.Position < end)
        {
            var id = (uint)Number(reader, 4, keepsMarker: true);
            var length = Number(reader, 8, keepsMarker: false);
            var inner = length == ulong.MaxValue ? end : reader.Position + (long)Math.Min(length, long.MaxValue / 2);
            if (inner > end)
            {
                throw ContainerReader.Damaged($"its element {id:X} claims {length} bytes");
            }

            if (!enters(id, inner))
            {
                reader.Position = inner;
            }
        }
    }

    // The number of leading zero bits says how many bytes follow; all ones is a length that is not known.
    private static ulong Number(ContainerReader reader, int mostBytes, bool keepsMarker)
    {
        var first = reader.Byte();
        var further = BitOperations.LeadingZeroCount((uint)first) - 24;
        if (further >= mostBytes)
        {
            throw ContainerReader.Damaged($"there is no element at byte {reader.Position - 1}");
        }

        var value = keepsMarker ? first : first & ((ulong)0x7F >> further);
        foreach (var next in reader.Bytes(further))
        {
            value = (value << 8) | next;
        }

        return !keepsMarker && value == (1UL << (7 * (further + 1))) - 1 ? ulong.MaxValue : value;
    }
}
