using System.Buffers.Binary;
using FaeRealtime.Core.Files;
using FaeRealtime.Video.Encoders;

namespace FaeRealtime.Video.Formats.Webp;

/// <summary>Animated WebP (RFC 9649, section 2.7): each frame is encoded as a still and its chunks are put into the animation, so that no frame is kept.</summary>
/// <remarks>Given up: storing only what changed since the last frame, which saves nothing where every pixel moves.</remarks>
internal sealed class WebpVideo : IVideoEncoder
{
    private const int Ticks = 1000;
    private const int ChunkHeaderBytes = 8;
    private const int FileHeaderBytes = 12;
    private const int FlagsOffset = 20;
    private const byte Animated = 0x02;
    private const byte HasExif = 0x08;
    private const byte HasAlpha = 0x10;
    private const byte NoBlending = 0x02;

    private readonly PartFile _file;
    private readonly VideoSettings _format;
    private readonly WebpStill _encoder;
    private readonly MemoryStream _still = new();
    private long _frames;
    private bool _alpha;

    private WebpVideo(PartFile file, VideoSettings format) => (_file, _format, _encoder) = (file, format, new WebpStill(format));

    /// <summary>Begins the file with all that stands before the frames.</summary>
    public static WebpVideo Create(string path, VideoSettings format)
    {
        var video = new WebpVideo(PartFile.Create(path), format);
        try
        {
            video.Begin();
            return video;
        }
        catch
        {
            video.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        _encoder.Encode(rgba, _still);
        var pixels = PixelChunks(_still.GetBuffer().AsSpan(0, (int)_still.Length));
        ReadOnlySpan<byte> header = [0, 0, 0, 0, 0, 0, .. UInt24(_format.Width - 1), .. UInt24(_format.Height - 1), .. UInt24(FrameDelay.Of(_frames, _format.Fps, Ticks)), NoBlending];
        ChunkHeader("ANMF"u8, header.Length + pixels.Length);
        _file.Write(header);
        _file.Write(pixels);
        _frames++;
    }

    /// <inheritdoc/>
    public void Finish()
    {
        if (_format.Metadata is { } metadata)
        {
            Chunk("EXIF"u8, ExifMetadata.Write(metadata));
        }

        var length = _file.Stream.Position;
        if (length > uint.MaxValue)
        {
            throw new IOException($"{length} bytes are more than a WebP file can hold; write .webm instead");
        }

        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)(length - ChunkHeaderBytes));
        _file.Stream.Position = 4;
        _file.Write(size);
        _file.Stream.Position = FlagsOffset;
        _file.Write([(byte)(Animated | (_alpha ? HasAlpha : 0) | (_format.Metadata is null ? 0 : HasExif))]);
        _file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Begin()
    {
        _file.Write("RIFF\0\0\0\0WEBP"u8);
        Chunk("VP8X"u8, [0, 0, 0, 0, .. UInt24(_format.Width - 1), .. UInt24(_format.Height - 1)]);

        // Background, then how often it plays: for ever.
        Chunk("ANIM"u8, [0, 0, 0, 0, 0, 0]);
    }

    // What a still holds beside its own VP8X: the pixels and their alpha, in order.
    private Span<byte> PixelChunks(Span<byte> still)
    {
        var length = 0;
        for (var position = FileHeaderBytes; position + ChunkHeaderBytes <= still.Length;)
        {
            var chunk = still[position..];
            var bytes = (int)BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            bytes = Math.Min(ChunkHeaderBytes + bytes + (bytes & 1), chunk.Length);
            if (chunk.StartsWith("VP8 "u8) || chunk.StartsWith("VP8L"u8) || chunk.StartsWith("ALPH"u8))
            {
                _alpha |= !chunk.StartsWith("VP8 "u8);
                chunk[..bytes].CopyTo(still[length..]);
                length += bytes;
            }

            position += bytes;
        }

        return still[..length];
    }

    private void Chunk(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        ChunkHeader(name, content.Length);
        _file.Write(content);
        if ((content.Length & 1) != 0)
        {
            _file.Write([0]);
        }
    }

    private void ChunkHeader(ReadOnlySpan<byte> name, int length)
    {
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, length);
        _file.Write(name);
        _file.Write(size);
    }

    private static byte[] UInt24(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];
}
