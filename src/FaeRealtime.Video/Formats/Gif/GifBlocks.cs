using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Formats.Gif;

/// <summary>The blocks of a GIF file (GIF89a, sections 15 to 27).</summary>
internal static class GifBlocks
{
    public const byte Extension = 0x21;
    public const byte Image = 0x2C;
    public const byte Trailer = 0x3B;
    public const byte Comment = 0xFE;
    public const byte Control = 0xF9;

    private const int SignatureBytes = 6;
    private const int TableFlag = 0x80;

    /// <summary>Reads signature and screen.</summary>
    /// <returns>The global colour table, three bytes a colour; empty where there is none.</returns>
    public static byte[] SkipHeader(ContainerReader reader)
    {
        reader.Skip(SignatureBytes + 4);
        var flags = reader.Byte();
        reader.Skip(2);
        return Table(reader, flags);
    }

    /// <summary>The colour table that a descriptor's flags announce.</summary>
    public static byte[] Table(ContainerReader reader, byte flags) => (flags & TableFlag) != 0 ? reader.Bytes(3L << ((flags & 7) + 1)) : [];

    /// <summary>Skips a picture behind its introducer.</summary>
    public static void SkipImage(ContainerReader reader)
    {
        reader.Skip(8);
        Table(reader, reader.Byte());
        reader.Skip(1);
        Skip(reader);
    }

    /// <summary>Skips data blocks up to their terminator.</summary>
    public static void Skip(ContainerReader reader)
    {
        for (int length; (length = reader.Byte()) > 0;)
        {
            reader.Skip(length);
        }
    }

    /// <summary>Reads data blocks up to their terminator, joined.</summary>
    /// <exception cref="InvalidDataException">They are cut short.</exception>
    public static byte[] Read(ContainerReader reader)
    {
        var joined = new List<byte>();
        for (int length; (length = reader.Byte()) > 0;)
        {
            if (joined.Count > MetadataLimits.MostBytes)
            {
                throw ContainerReader.Damaged("its comment is longer than any metadata");
            }

            joined.AddRange(reader.Bytes(length));
        }

        return [.. joined];
    }

    /// <summary>Writes data blocks with their terminator.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var length = Math.Min(bytes.Length, byte.MaxValue);
            stream.WriteByte((byte)length);
            stream.Write(bytes[..length]);
            bytes = bytes[length..];
        }

        stream.WriteByte(0);
    }
}
