using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SixLabors.ImageSharp.Formats.Png.Chunks;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>The text chunks tEXt, zTXt and iTXt of a PNG file (PNG specification, third edition, section 11.3.3).</summary>
internal static class PngTextChunks
{
    private const int SignatureLength = 8;
    private const int LengthAndType = 8;
    private const int ChunkOverhead = 12;
    private const int HeaderEnd = SignatureLength + ChunkOverhead + 13;

    // A compressed text that unpacks to more than this is an attack and no caption.
    private const int LongestText = 8 << 20;

    /// <summary>Collects the texts in file order; a chunk that is not valid is passed over, since it is no picture content.</summary>
    internal static void Read(ReadOnlySpan<byte> file, IList<PngTextData> texts)
    {
        int position = SignatureLength;
        while (position + ChunkOverhead <= file.Length)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file[position..]);
            if (length > file.Length - position - ChunkOverhead)
            {
                return;
            }

            ReadOnlySpan<byte> type = file.Slice(position + 4, 4);
            if (Parse(type, file.Slice(position + LengthAndType, (int)length)) is { } text)
            {
                texts.Add(text);
            }

            position += ChunkOverhead + (int)length;
        }
    }

    /// <summary>Copies a file with <paramref name="texts"/> placed behind its header chunk.</summary>
    internal static void Write(ReadOnlySpan<byte> file, IList<PngTextData> texts, Stream stream)
    {
        stream.Write(file[..HeaderEnd]);
        foreach (PngTextData text in texts)
        {
            WriteChunk(text, stream);
        }

        stream.Write(file[HeaderEnd..]);
    }

    private static PngTextData? Parse(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        int end = content.IndexOf((byte)0);
        if (end is < 1 or > 79)
        {
            return null;
        }

        string keyword = Encoding.Latin1.GetString(content[..end]);
        ReadOnlySpan<byte> rest = content[(end + 1)..];
        if (string.IsNullOrWhiteSpace(keyword))
        {
            return null;
        }

        if (type.SequenceEqual("tEXt"u8))
        {
            return new PngTextData(keyword, Encoding.Latin1.GetString(rest), string.Empty, string.Empty);
        }

        if (type.SequenceEqual("zTXt"u8) && rest.Length > 1 && rest[0] == 0)
        {
            return Inflate(rest[1..]) is { } text ? new PngTextData(keyword, Encoding.Latin1.GetString(text), string.Empty, string.Empty) : null;
        }

        return type.SequenceEqual("iTXt"u8) ? ParseInternational(keyword, rest) : null;
    }

    private static PngTextData? ParseInternational(string keyword, ReadOnlySpan<byte> content)
    {
        if (content.Length < 4 || content[1] != 0)
        {
            return null;
        }

        bool compressed = content[0] == 1;
        content = content[2..];
        int language = content.IndexOf((byte)0);
        int translated = language < 0 ? -1 : content[(language + 1)..].IndexOf((byte)0);
        if (translated < 0)
        {
            return null;
        }

        ReadOnlySpan<byte> value = content[(language + translated + 2)..];
        if (compressed)
        {
            byte[]? inflated = Inflate(value);
            if (inflated is null)
            {
                return null;
            }

            value = inflated;
        }

        return new PngTextData(
            keyword,
            Encoding.UTF8.GetString(value),
            Encoding.Latin1.GetString(content[..language]),
            Encoding.UTF8.GetString(content.Slice(language + 1, translated)));
    }

    private static byte[]? Inflate(ReadOnlySpan<byte> content)
    {
        try
        {
            using ZLibStream zlib = new(new MemoryStream(content.ToArray()), CompressionMode.Decompress);
            using MemoryStream text = new();
            Span<byte> block = stackalloc byte[4096];
            for (int count; (count = zlib.Read(block)) > 0;)
            {
                text.Write(block[..count]);
                if (text.Length > LongestText)
                {
                    return null;
                }
            }

            return text.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static void WriteChunk(PngTextData text, Stream stream)
    {
        bool latin = string.IsNullOrEmpty(text.LanguageTag) && string.IsNullOrEmpty(text.TranslatedKeyword) && text.Value.All(c => c <= '\u00FF');
        byte[] type = latin ? "tEXt"u8.ToArray() : "iTXt"u8.ToArray();
        byte[] keyword = Encoding.Latin1.GetBytes(text.Keyword);
        byte[] content = latin
            ? [.. keyword, 0, .. Encoding.Latin1.GetBytes(text.Value)]
            : [.. keyword, 0, 0, 0, .. Encoding.Latin1.GetBytes(text.LanguageTag ?? string.Empty), 0,
                .. Encoding.UTF8.GetBytes(text.TranslatedKeyword ?? string.Empty), 0, .. Encoding.UTF8.GetBytes(text.Value)];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, PngChecksum.Compute(type, content));
        stream.Write(number);
    }
}
