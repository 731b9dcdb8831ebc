using System.Buffers.Binary;
using System.Text;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Formats.Webp;

/// <summary>Metadata as EXIF's UserComment, where other programs that keep a picture's origin put it too (CIPA DC-008, section 4.6).</summary>
internal static class ExifMetadata
{
    private const ushort SoftwareTag = 0x0131;
    private const ushort ExifTag = 0x8769;
    private const ushort CommentTag = 0x9286;
    private const ushort AsciiType = 2;
    private const ushort LongType = 4;
    private const ushort UndefinedType = 7;
    private const int EntryBytes = 12;
    private const int CodeBytes = 8;

    private static ReadOnlySpan<byte> AsciiCode => "ASCII\0\0\0"u8;

    private static ReadOnlySpan<byte> UnicodeCode => "UNICODE\0"u8;

    private static ReadOnlySpan<byte> Software => "FaeRealtime\0"u8;

    /// <summary>An EXIF block with the metadata and the program's name.</summary>
    public static byte[] Write(string metadata)
    {
        byte[] comment = Ascii.IsValid(metadata) ? [.. AsciiCode, .. Encoding.ASCII.GetBytes(metadata)] : [.. UnicodeCode, .. Encoding.Unicode.GetBytes(metadata)];
        const int first = 8;
        const int inner = first + 2 + (2 * EntryBytes) + 4;
        const int values = inner + 2 + EntryBytes + 4;
        using var block = new MemoryStream();
        using var writer = new BinaryWriter(block);
        writer.Write("II*\0"u8);
        writer.Write(first);
        writer.Write((ushort)2);
        Entry(writer, SoftwareTag, AsciiType, Software.Length, values);
        Entry(writer, ExifTag, LongType, 1, inner);
        writer.Write(0);
        writer.Write((ushort)1);
        Entry(writer, CommentTag, UndefinedType, comment.Length, values + Software.Length);
        writer.Write(0);
        writer.Write(Software);
        writer.Write(comment);
        return block.ToArray();
    }

    /// <exception cref="InvalidDataException">An offset points out of the block.</exception>
    public static string? Read(ReadOnlySpan<byte> block)
    {
        // As JPEG prefixes it, and some writers of WebP.
        block = block.StartsWith("Exif\0\0"u8) ? block[6..] : block;
        var little = block.StartsWith("II*\0"u8);
        if (!little && !block.StartsWith("MM\0*"u8))
        {
            throw ContainerReader.Damaged("its EXIF block does not start as one");
        }

        var view = new Numbers(block, little);
        return view.Find(view.Long(4), ExifTag) is { } inner && view.Find(view.Long(inner + 8L), CommentTag) is { } entry
            ? Comment(view.Slice(view.Long(entry + 8L), view.Long(entry + 4L)), little)
            : null;
    }

    private static string? Comment(ReadOnlySpan<byte> comment, bool little)
    {
        if (comment.StartsWith(AsciiCode))
        {
            return ContainerReader.Metadata(comment[CodeBytes..]);
        }

        if (!comment.StartsWith(UnicodeCode))
        {
            return null;
        }

        var text = (little ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(comment[CodeBytes..]);
        return ContainerReader.IsMetadata(text) ? text : null;
    }

    private static void Entry(BinaryWriter writer, ushort tag, ushort type, int count, int value)
    {
        writer.Write(tag);
        writer.Write(type);
        writer.Write(count);
        writer.Write(value);
    }

    /// <summary>The block in its byte order, every access checked.</summary>
    private readonly ref struct Numbers(ReadOnlySpan<byte> block, bool little)
    {
        private readonly ReadOnlySpan<byte> _block = block;

        public ReadOnlySpan<byte> Slice(long offset, long count) =>
            offset >= 0 && count >= 0 && offset + count <= _block.Length
                ? _block.Slice((int)offset, (int)count)
                : throw ContainerReader.Damaged($"its EXIF block points to byte {offset} of {_block.Length}");

        public uint Long(long offset) =>
            little ? BinaryPrimitives.ReadUInt32LittleEndian(Slice(offset, 4)) : BinaryPrimitives.ReadUInt32BigEndian(Slice(offset, 4));

        /// <summary>Where a directory's entry of a tag lies.</summary>
        public long? Find(long directory, ushort tag)
        {
            var count = Short(directory);
            for (var i = 0; i < count; i++)
            {
                var entry = directory + 2 + ((long)i * EntryBytes);
                if (Short(entry) == tag)
                {
                    return entry;
                }
            }

            return null;
        }

        private ushort Short(long offset) =>
            little ? BinaryPrimitives.ReadUInt16LittleEndian(Slice(offset, 2)) : BinaryPrimitives.ReadUInt16BigEndian(Slice(offset, 2));
    }
}
