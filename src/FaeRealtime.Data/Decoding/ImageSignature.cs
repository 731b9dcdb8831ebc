using System.Buffers.Binary;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Decoding;

/// <summary>What the first bytes of an image file say.</summary>
/// <remarks>Skia would try its readers in turn, among them some with hardly a signature (WBMP): none but the five that are meant ever sees a byte.</remarks>
internal static class ImageSignature
{
    private const int RiffSizeOffset = 4;
    private const int RiffHeaderBytes = 8;
    private const int WebpNameOffset = 8;
    private const int BmpSizeOffset = 14;
    private const int BmpHeaderBytes = 26;

    private static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8, 0xFF];

    public static ImageFileFormat Of(ReadOnlySpan<byte> file) => file switch
    {
        _ when file.StartsWith(FileSignatures.Png) => ImageFileFormat.Png,
        _ when file.StartsWith(JpegStart) => ImageFileFormat.Jpeg,
        _ when file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8) => ImageFileFormat.Gif,
        _ when file.StartsWith("RIFF"u8) && file.Length > WebpNameOffset && file[WebpNameOffset..].StartsWith("WEBP"u8) => ImageFileFormat.WebP,
        _ when IsBmp(file) => ImageFileFormat.Bmp,
        _ => ImageFileFormat.Unknown,
    };

    // Two letters are no signature: the size of the second header is one of the seven that exist.
    private static bool IsBmp(ReadOnlySpan<byte> file) => file.StartsWith("BM"u8) && file.Length >= BmpHeaderBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(file[BmpSizeOffset..]) is (12 or 40 or 52 or 56 or 64 or 108 or 124);

    /// <summary>How many bytes a WebP file says it has, its header included; never less than what Skia would look at.</summary>
    public static long WebpLength(ReadOnlySpan<byte> file) => RiffHeaderBytes + (long)BinaryPrimitives.ReadUInt32LittleEndian(file[RiffSizeOffset..]);
}

/// <summary>The formats that are read, told apart by a file's first bytes and never by its name.</summary>
internal enum ImageFileFormat
{
    /// <summary>None of them.</summary>
    Unknown,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>WebP.</summary>
    WebP,

    /// <summary>GIF.</summary>
    Gif,

    /// <summary>Windows bitmap.</summary>
    Bmp,
}
