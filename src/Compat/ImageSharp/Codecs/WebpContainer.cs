using System.Buffers.Binary;
using SixLabors.ImageSharp.Formats.Webp;

namespace SixLabors.ImageSharp.Codecs;

/// <summary>How a WebP file's first frame is compressed (RFC 9649, section 2).</summary>
internal static class WebpContainer
{
    private const int FirstChunk = 12;
    private const int ChunkHeader = 8;
    private const int FrameHeader = 16;

    internal static WebpFileFormatType? Compression(ReadOnlySpan<byte> file)
    {
        for (long position = FirstChunk; position + ChunkHeader <= file.Length;)
        {
            ReadOnlySpan<byte> chunk = file[(int)position..];
            if (chunk.StartsWith("VP8L"u8))
            {
                return WebpFileFormatType.Lossless;
            }

            if (chunk.StartsWith("VP8 "u8))
            {
                return WebpFileFormatType.Lossy;
            }

            // An animation's frame holds its own chunks behind its header.
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            position += ChunkHeader + (chunk.StartsWith("ANMF"u8) ? FrameHeader : (long)length + (length & 1));
        }

        return null;
    }
}
