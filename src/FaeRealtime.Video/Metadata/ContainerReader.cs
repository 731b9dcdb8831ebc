using System.Buffers.Binary;
using System.Text;

namespace FaeRealtime.Video.Metadata;

/// <summary>Reads numbers and short pieces of a file, never past its end and never more at once than metadata may take.</summary>
/// <param name="stream">A seekable file. Borrowed.</param>
public sealed class ContainerReader(Stream stream)
{
    // Twice the metadata' bytes is UTF-16; the rest is room for what containers add.
    private const int MostBytes = 4 * MetadataLimits.MostBytes;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Where the next byte is read.</summary>
    public long Position
    {
        get => stream.Position;
        set => stream.Position = value >= 0 && value <= Length ? value : throw Damaged($"it points to byte {value} of {Length}");
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; } = stream.Length;

    /// <summary>Bytes from the next to the end.</summary>
    public long Left => Length - Position;

    /// <summary>What a file that breaks its own rules is refused with.</summary>
    public static InvalidDataException Damaged(string what) => new($"{what}.");

    /// <summary>Whether a text can be metadata, rather than another program's comment.</summary>
    public static bool IsMetadata(ReadOnlySpan<char> text) => text.StartsWith("{");

    /// <summary>UTF-8 as metadata; null for another program's comment.</summary>
    /// <exception cref="InvalidDataException">The bytes start as metadata do and are no UTF-8.</exception>
    public static string? Metadata(ReadOnlySpan<byte> utf8)
    {
        if (!utf8.StartsWith("{"u8))
        {
            return null;
        }

        try
        {
            return Strict.GetString(utf8);
        }
        catch (DecoderFallbackException failure)
        {
            throw new InvalidDataException("its metadata are no UTF-8 text.", failure);
        }
    }

    /// <summary>The next byte.</summary>
    public byte Byte() => Bytes(1)[0];

    /// <summary>The next two bytes, least significant first.</summary>
    public ushort UInt16Little() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    /// <summary>The next four bytes, least significant first.</summary>
    public uint UInt32Little() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    /// <summary>The next four bytes, most significant first.</summary>
    public uint UInt32Big() => BinaryPrimitives.ReadUInt32BigEndian(Bytes(4));

    /// <summary>The next eight bytes, most significant first.</summary>
    public ulong UInt64Big() => BinaryPrimitives.ReadUInt64BigEndian(Bytes(8));

    /// <summary>Four letters.</summary>
    public string Name() => Encoding.Latin1.GetString(Bytes(4));

    /// <summary>The next bytes.</summary>
    /// <exception cref="InvalidDataException">There are fewer, or more are asked for than metadata take.</exception>
    public byte[] Bytes(long count)
    {
        if (count < 0 || count > Left)
        {
            throw Damaged($"it ends at byte {Length}, where {count} more are announced at byte {Position}");
        }

        if (count > MostBytes)
        {
            throw Damaged($"its metadata take {count} bytes, more than any that are written");
        }

        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <exception cref="InvalidDataException">There are fewer bytes.</exception>
    public void Skip(long count)
    {
        if (count < 0 || count > Left)
        {
            throw Damaged($"it ends at byte {Length}, where {count} more are announced at byte {Position}");
        }

        Position += count;
    }
}
