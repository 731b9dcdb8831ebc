using System.IO.Compression;
using System.Text;
using FaeRealtime.Core.Files;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Formats.Png;

/// <summary>A PNG's text chunk, as tEXt, zTXt or iTXt (PNG specification, third edition, section 11.3.3).</summary>
/// <param name="Bytes">The text, unpacked.</param>
/// <param name="IsUtf8">UTF-8, or else Latin-1.</param>
public sealed record PngText(byte[] Bytes, bool IsUtf8)
{
    private const int ChecksumBytes = 4;

    /// <summary>Looks for a keyword's first chunk.</summary>
    /// <param name="reader">At the file's beginning.</param>
    /// <param name="keyword">In ASCII.</param>
    /// <returns>Null where the file ends in order and has none.</returns>
    /// <exception cref="InvalidDataException">The chunks are cut short or the text is damaged.</exception>
    public static PngText? Find(ContainerReader reader, string keyword)
    {
        var start = Encoding.ASCII.GetBytes(keyword + '\0');
        reader.Skip(FileSignatures.Png.Length);
        while (true)
        {
            var length = reader.UInt32Big();
            var type = reader.Name();
            var end = reader.Position + length + ChecksumBytes;
            if (type == "IEND")
            {
                return null;
            }

            if (type is "tEXt" or "zTXt" or "iTXt" && length >= start.Length && reader.Bytes(start.Length).AsSpan().SequenceEqual(start))
            {
                return Text(type, reader.Bytes(length - start.Length));
            }

            reader.Position = end;
        }
    }

    private static PngText Text(string type, byte[] content) => type switch
    {
        "tEXt" => new PngText(content, IsUtf8: false),
        "zTXt" => content.Length > 1 && content[0] == 0
            ? new PngText(Inflated(content.AsSpan(1)), IsUtf8: false)
            : throw ContainerReader.Damaged("its text chunk is compressed in an unknown way"),
        _ => International(content),
    };

    // Flags, then a language and a translated keyword, each with its zero.
    private static PngText International(ReadOnlySpan<byte> content)
    {
        var language = content.Length > 2 ? content[2..].IndexOf((byte)0) : -1;
        var translated = language < 0 ? -1 : content[(2 + language + 1)..].IndexOf((byte)0);
        if (translated < 0 || content[1] != 0)
        {
            throw ContainerReader.Damaged("its text chunk has no end of the keyword");
        }

        var text = content[(2 + language + 1 + translated + 1)..];
        return new PngText(content[0] == 0 ? text.ToArray() : Inflated(text), IsUtf8: true);
    }

    // A kilobyte can unpack to a megabyte: no more is unpacked than metadata may take.
    private static byte[] Inflated(ReadOnlySpan<byte> content)
    {
        using var zlib = new ZLibStream(new MemoryStream(content.ToArray()), CompressionMode.Decompress);
        var text = new byte[MetadataLimits.MostBytes + 1];
        var count = zlib.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        return count <= MetadataLimits.MostBytes ? text[..count] : throw ContainerReader.Damaged("its metadata unpack to more than any that are written");
    }
}
