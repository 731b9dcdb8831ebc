using System.Buffers.Binary;
using System.Text;
using FaeRealtime.Core.Files;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Metadata;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Video.Formats.Gif;

/// <summary>Animated GIF (GIF89a): each frame is encoded as a still, dithered to a palette of its own, and its picture is put into the animation.</summary>
internal sealed class GifVideo : IVideoEncoder
{
    private const int Ticks = 100;
    private const byte KeepsFrame = 1 << 2;
    private const byte TransparentFlag = 0x01;
    private const byte LocalTable = 0x80;

    private readonly PartFile _file;
    private readonly VideoSettings _format;
    private readonly MemoryStream _still = new();
    private long _frames;

    private GifVideo(PartFile file, VideoSettings format) => (_file, _format) = (file, format);

    /// <summary>Begins the file with all that stands before the frames.</summary>
    public static GifVideo Create(string path, VideoSettings format)
    {
        var video = new GifVideo(PartFile.Create(path), format);
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
        _still.SetLength(0);
        using (var image = Image.LoadPixelData<Rgba32>(rgba, _format.Width, _format.Height))
        {
            image.SaveAsGif(_still, new GifEncoder());
        }

        _still.Position = 0;
        Place(new ContainerReader(_still));
        _frames++;
    }

    /// <inheritdoc/>
    public void Finish()
    {
        _file.Write([GifBlocks.Trailer]);
        _file.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Begin()
    {
        _file.Write("GIF89a"u8);
        UInt16(_format.Width);
        UInt16(_format.Height);

        // No global palette.
        _file.Write([0, 0, 0]);

        // How often it plays: for ever.
        _file.Write([GifBlocks.Extension, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0]);
        if (_format.Metadata is { } metadata)
        {
            _file.Write([GifBlocks.Extension, GifBlocks.Comment]);
            GifBlocks.Write(_file.Stream, Encoding.UTF8.GetBytes(metadata));
        }
    }

    // A still's palette may be the file's, where an animation needs it with the frame.
    private void Place(ContainerReader still)
    {
        var palette = GifBlocks.SkipHeader(still);
        byte[] control = [0, 0, 0, 0];
        for (var block = still.Byte(); block != GifBlocks.Image; block = still.Byte())
        {
            if (still.Byte() == GifBlocks.Control)
            {
                control = GifBlocks.Read(still);
            }
            else
            {
                GifBlocks.Skip(still);
            }
        }

        var place = still.Bytes(8);
        var flags = still.Byte();
        palette = GifBlocks.Table(still, flags) is { Length: > 0 } own ? own : palette;
        var transparent = (byte)(control[0] & TransparentFlag);
        _file.Write([GifBlocks.Extension, GifBlocks.Control, 4, (byte)(KeepsFrame | transparent)]);
        UInt16(FrameDelay.Of(_frames, _format.Fps, Ticks));
        _file.Write([control[3], 0, GifBlocks.Image, .. place, (byte)((flags & 0x60) | LocalTable | TableSize(palette)), .. palette, still.Byte()]);
        for (byte length; (length = still.Byte()) > 0;)
        {
            _file.Write([length, .. still.Bytes(length)]);
        }

        _file.Write([0]);
    }

    private static int TableSize(byte[] palette) => int.Log2(palette.Length / 3) - 1;

    private void UInt16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        _file.Write(bytes);
    }
}
