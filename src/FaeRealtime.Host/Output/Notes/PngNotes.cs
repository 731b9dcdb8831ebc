using System.IO.Compression;
using System.Text;

namespace FaeRealtime.Host.Output.Notes;

/// <summary>Notes in a PNG's text chunk, as tEXt, zTXt or iTXt (PNG specification, third edition, section 11.3.3).</summary>
internal static class PngNotes
{
    private const int ChecksumBytes = 4;

    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> Keyword => "fae\0"u8;

    /// <exception cref="InvalidDataException">The chunks are cut short or the text is damaged.</exception>
    public static string? Read(ContainerReader reader)
    {
        reader.Skip(Signature.Length);
        while (true)
        {
            var length = reader.UInt32Big();
            var type = reader.Name();
            var end = reader.Position + length + ChecksumBytes;
            if (type == "IEND")
            {
                return null;
            }

            if (type is "tEXt" or "zTXt" or "iTXt" && length >= Keyword.Length && reader.Bytes(Keyword.Length).AsSpan().SequenceEqual(Keyword))
            {
                return Text(type, reader.Bytes(length - Keyword.Length));
            }

            reader.Position = end;
        }
    }

    private static string? Text(string type, ReadOnlySpan<byte> content)
    {
        if (type == "tEXt")
        {
            return Latin(content);
        }

        if (type == "zTXt")
        {
            return content.Length > 1 && content[0] == 0 ? Latin(Inflated(content[1..])) : throw ContainerReader.Damaged("its text chunk is compressed in an unknown way");
        }

        // Flags, then a language and a translated keyword, each with its zero.
        var language = content.Length > 2 ? content[2..].IndexOf((byte)0) : -1;
        var translated = language < 0 ? -1 : content[(2 + language + 1)..].IndexOf((byte)0);
        if (translated < 0 || content[1] != 0)
        {
            throw ContainerReader.Damaged("its text chunk has no end of the keyword");
        }

        var text = content[(2 + language + 1 + translated + 1)..];
        return ContainerReader.Notes(content[0] == 0 ? text : Inflated(text));
    }

    private static string? Latin(ReadOnlySpan<byte> text) => text.StartsWith("{"u8) ? Encoding.Latin1.GetString(text) : null;

    // A kilobyte can unpack to a megabyte: no more is unpacked than notes may take.
    private static byte[] Inflated(ReadOnlySpan<byte> content)
    {
        using var zlib = new ZLibStream(new MemoryStream(content.ToArray()), CompressionMode.Decompress);
        var text = new byte[FileNotes.MostBytes + 1];
        var count = zlib.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return count <= FileNotes.MostBytes ? text[..count] : throw ContainerReader.Damaged("its notes unpack to more than any that are written");
    }
}
