using System.Buffers;
using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Resampling;
using SkiaSharp;

namespace FaeRealtime.Data.Decoding;

/// <summary>The one decoder of image files that come from outside: PNG, JPEG, WebP, GIF and BMP, by content, through Skia.</summary>
/// <remarks>
/// The first frame only. No colour management, and a camera's orientation mark is ignored but by <see cref="DecodeUpright"/>: an image of 8-bit colours has the pixels that Pillow gives. Of 16-bit samples the high
/// byte stays, palettes are expanded, inks of a CMYK JPEG multiplied by its black. The size is checked before memory for pixels is taken, and what does not decode whole is an error: all but wrong
/// codes amid a JPEG, which libjpeg passes over. Safe on any thread.
/// </remarks>
public static class ImageDecoder
{
    /// <summary>Most pixels of an image that is decoded: 1 GiB of RGBA. A header that claims more is refused.</summary>
    public const long MostPixels = 1L << 28;

    private const int FirstFrame = 0;
    private const int MostKeptBytes = 1 << 26;

    /// <summary>The decoding library and its versions, managed and native, for diagnosis.</summary>
    public static string Library => $"SkiaSharp {typeof(SKCodec).Assembly.GetName().Version!.ToString(3)} (native {SkiaSharpVersion.Native})";

    /// <summary>Decodes with transparency.</summary>
    /// <param name="file">The file's whole content.</param>
    /// <exception cref="ImageFileException">It is empty, cut short, damaged, too large or of another format. The message names no file.</exception>
    public static RgbaImage DecodeRgba(ReadOnlySpan<byte> file) => Read(file, Stored);

    /// <summary>Decodes with transparency, turned as the camera's orientation mark says: for anyone's photos, which are meant as a viewer shows them.</summary>
    /// <param name="file">The file's whole content.</param>
    /// <exception cref="ImageFileException">As in <see cref="DecodeRgba"/>.</exception>
    public static RgbaImage DecodeUpright(ReadOnlySpan<byte> file) => Read(file, static (codec, info, source) => Turned(Stored(codec, info, source), codec.EncodedOrigin));

    /// <summary>Width and height, from the header alone.</summary>
    /// <param name="file">The file's whole content.</param>
    /// <exception cref="ImageFileException">As in <see cref="DecodeRgba"/>, as far as the header tells.</exception>
    public static (int Width, int Height) ReadSize(ReadOnlySpan<byte> file) => Read(file, static (_, info, _) => (info.Width, info.Height));

    /// <summary>Decodes and drops transparency, as <c>convert("RGB")</c> does.</summary>
    /// <param name="file">The file's whole content.</param>
    /// <exception cref="ImageFileException">As in <see cref="DecodeRgba"/>.</exception>
    internal static RgbImage DecodeRgb(ReadOnlySpan<byte> file) => Read(file, static (codec, info, source) =>
    {
        // Skia knows no layout of three bytes. What is larger than a photograph is not kept for the next one.
        var isKept = info.BytesSize <= MostKeptBytes;
        var scratch = isKept ? ArrayPool<byte>.Shared.Rent(info.BytesSize) : GC.AllocateUninitializedArray<byte>(info.BytesSize);
        try
        {
            var rgba = scratch.AsSpan(0, info.BytesSize);
            Decode(codec, info, source, rgba);
            return new RgbImage(info.Width, info.Height, AlphaChannel.Drop(rgba));
        }
        finally
        {
            if (isKept)
            {
                ArrayPool<byte>.Shared.Return(scratch);
            }
        }
    });

    private static RgbaImage Stored(SKCodec codec, SKImageInfo info, ImageSource source)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(info.BytesSize);
        Decode(codec, info, source, pixels);
        return new RgbaImage(info.Width, info.Height, pixels);
    }

    private static RgbaImage Turned(RgbaImage stored, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft)
        {
            return stored;
        }

        var swaps = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var mirrorsColumns = origin is SKEncodedOrigin.TopRight or SKEncodedOrigin.BottomRight or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var mirrorsRows = origin is SKEncodedOrigin.BottomRight or SKEncodedOrigin.BottomLeft or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom;
        var (width, height) = swaps ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var turned = new byte[stored.Pixels.Length];
        var from = MemoryMarshal.Cast<byte, uint>(stored.Pixels.AsSpan());
        var target = MemoryMarshal.Cast<byte, uint>(turned.AsSpan());
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (column, row) = swaps ? (y, x) : (x, y);
                column = mirrorsColumns ? stored.Width - 1 - column : column;
                row = mirrorsRows ? stored.Height - 1 - row : row;
                target[(y * width) + x] = from[(row * stored.Width) + column];
            }
        }

        return new RgbaImage(width, height, turned);
    }

    private static unsafe TResult Read<TResult>(ReadOnlySpan<byte> file, Func<SKCodec, SKImageInfo, ImageSource, TResult> read)
    {
        var source = ImageSource.Of(file);
        fixed (byte* start = file)
        {
            // Skia reads the caller's bytes where they lie; everything of it is gone before they may move.
            using var data = SKData.Create((nint)start, file.Length);
            using var stream = new SKMemoryStream(data);
            using var codec = SKCodec.Create(stream, out var result) ?? throw source.Refused(result);
            var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colorspace: null);
            source.CheckSize(info.Width, info.Height);
            return read(codec, info, source);
        }
    }

    private static unsafe void Decode(SKCodec codec, SKImageInfo info, ImageSource source, Span<byte> pixels)
    {
        fixed (byte* target = pixels)
        {
            var result = codec.GetPixels(info, (nint)target, info.RowBytes, new SKCodecOptions(FirstFrame));
            if (result != SKCodecResult.Success)
            {
                throw source.Refused(result);
            }
        }
    }
}

/// <summary>A decoded image with its transparency.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Pixels">RGBA of 8 bits, straight (not premultiplied) alpha, <c>[Height, Width, 4]</c>, top row first.</param>
public sealed record RgbaImage(int Width, int Height, byte[] Pixels)
{
    /// <summary>Bytes of a pixel.</summary>
    public const int Channels = 4;
}
