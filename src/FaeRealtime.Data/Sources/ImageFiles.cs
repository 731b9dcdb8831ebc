using FaeRealtime.Core.Files;
using FaeRealtime.Data.Accounts;

namespace FaeRealtime.Data.Sources;

/// <summary>Files of images on disk.</summary>
internal static class ImageFiles
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".jfif", ".png", ".webp", ".gif", ".bmp" };

    // Skia as it is packaged decodes none of them.
    private static readonly HashSet<string> Unread = new(StringComparer.OrdinalIgnoreCase)
    {
        ".tif", ".tiff", ".avif", ".heic", ".heif", ".jxl", ".jp2", ".j2k", ".tga", ".psd", ".ppm", ".pgm", ".pnm", ".exr", ".hdr", ".dng", ".cr2", ".nef",
    };

    /// <summary>Whether a name's extension is that of an image that is decoded.</summary>
    public static bool Names(string file) => Extensions.Contains(Path.GetExtension(file));

    /// <summary>Why a file that is no image, caption, label or list is ignored.</summary>
    public static IgnoredReason ReasonToIgnore(string file) => Unread.Contains(Path.GetExtension(file)) ? IgnoredReason.UnreadFormat : IgnoredReason.UnknownType;

    /// <summary>Describes a file that is an image, present or not.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="file">Relative to it, with forward slashes.</param>
    /// <param name="name">What it shows.</param>
    /// <param name="label">Index of its class.</param>
    public static ImageEntry Entry(string folder, string file, string name, int label)
    {
        var info = new FileInfo(Path.Combine(folder, file));
        return info.Exists
            ? new ImageEntry(file, name, label) { Length = info.Length, Stamp = info.LastWriteTimeUtc.Ticks }
            : new ImageEntry(file, name, label);
    }

    /// <summary>Reads an image's bytes.</summary>
    /// <exception cref="IOException">The file is absent, unreadable or shorter than it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static byte[] Read(string folder, ImageEntry entry)
    {
        var path = Path.Combine(folder, entry.File);
        if (entry.Member is null)
        {
            return InputFile.ReadBytes(path, InputFile.ImageLimit);
        }

        using var shard = InputFile.Open(path, bufferBytes: 0);
        var bytes = new byte[entry.Length];
        for (var read = 0; read < bytes.Length;)
        {
            var more = RandomAccess.Read(shard.SafeFileHandle, bytes.AsSpan(read), entry.Offset + read);
            read += more > 0 ? more : throw new EndOfStreamException("the shard is shorter than it was");
        }

        return bytes;
    }
}
