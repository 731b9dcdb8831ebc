using System.Buffers.Binary;

namespace FaeRealtime.Core.Checkpoints.Zip;

/// <summary>The extra field that holds what 32 bits cannot (APPNOTE §4.5.3).</summary>
internal static class Zip64Extra
{
    /// <summary>Its header ID.</summary>
    public const ushort Id = 1;

    /// <summary>Replaces saturated 32-bit fields by the extra field's.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="extra">All extra fields of a central header.</param>
    /// <param name="uncompressed">The first field.</param>
    /// <param name="compressed">The second.</param>
    /// <param name="begin">The third.</param>
    public static void Widen(string path, ReadOnlySpan<byte> extra, ref ulong uncompressed, ref ulong compressed, ref ulong begin)
    {
        var field = Find(path, extra);
        Widen(path, ref field, ref uncompressed);
        Widen(path, ref field, ref compressed);
        Widen(path, ref field, ref begin);
    }

    private static void Widen(string path, ref ReadOnlySpan<byte> field, ref ulong value)
    {
        if (value != uint.MaxValue)
        {
            return;
        }

        if (field.Length < sizeof(ulong))
        {
            throw CheckpointFailure.Damaged(path, $"its archive lacks a 64-bit size or offset");
        }

        value = BinaryPrimitives.ReadUInt64LittleEndian(field);
        field = field[sizeof(ulong)..];
    }

    private static ReadOnlySpan<byte> Find(string path, ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            var id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
            {
                throw CheckpointFailure.Damaged(path, $"an extra field of its archive is longer than its header says");
            }

            if (id == Id)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return [];
    }
}
