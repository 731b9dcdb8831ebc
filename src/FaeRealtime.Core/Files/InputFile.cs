using System.Globalization;
using System.Text;

namespace FaeRealtime.Core.Files;

/// <summary>Opens every file that comes from outside: first what it is, then how long it is, then its bytes.</summary>
/// <remarks>
/// A FIFO would wait for a writer for ever, a device would never end; a link is what it leads to. The type is asked before opening, since opening a FIFO waits already, and once more of the open file.
/// Failures are <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/> as those of <see cref="File"/>, so that a caller's own words for a file that cannot be read serve for these, too.
/// </remarks>
public static class InputFile
{
    /// <summary>Bytes of a text that a person could have written: configurations, recipes, presets, maps, class names, notes.</summary>
    public const long TextLimit = 64L << 20;

    /// <summary>Bytes of an encoded picture.</summary>
    public const long ImageLimit = 512L << 20;

    /// <summary>Bytes of a list with a line for every picture of a data set: captions, indices, labels.</summary>
    public const long ListLimit = 1L << 30;

    /// <summary>For files that are mapped or read in pieces: weights, arrays, archives.</summary>
    public const long NoLimit = long.MaxValue;

    private const int BufferBytes = 1 << 16;

    /// <summary>Opens a regular file for reading.</summary>
    /// <param name="path">The file, or a link to one.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <param name="bufferBytes">The stream's buffer; 0 for none.</param>
    /// <returns>The stream; the caller disposes.</returns>
    /// <exception cref="IOException">It is missing, no regular file, longer than the limit, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static FileStream Open(string path, long limit = NoLimit, int bufferBytes = BufferBytes)
    {
        FileKind.RequireRegular(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferBytes);
        try
        {
            FileKind.RequireRegular(path, stream.SafeFileHandle);
            return stream.Length <= limit ? stream : throw TooLong(path, stream.Length, limit);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">As in <see cref="Open"/>.</param>
    /// <param name="limit">As in <see cref="Open"/>; files longer than an array are refused in any case.</param>
    /// <exception cref="IOException">As in <see cref="Open"/>, or it grew or shrank while it was read.</exception>
    /// <exception cref="UnauthorizedAccessException">As in <see cref="Open"/>.</exception>
    public static byte[] ReadBytes(string path, long limit = TextLimit)
    {
        using var stream = Open(path, Math.Min(limit, Array.MaxLength), bufferBytes: 0);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads a whole file as UTF-8, without its byte-order mark.</summary>
    /// <param name="path">As in <see cref="Open"/>.</param>
    /// <param name="limit">As in <see cref="Open"/>.</param>
    /// <exception cref="IOException">As in <see cref="ReadBytes"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">As in <see cref="Open"/>.</exception>
    public static string ReadText(string path, long limit = TextLimit)
    {
        using var reader = new StreamReader(Open(path, limit), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The lines of a UTF-8 file one by one, without its byte-order mark; the file is open until the last one is taken.</summary>
    /// <param name="path">As in <see cref="Open"/>.</param>
    /// <param name="limit">As in <see cref="Open"/>.</param>
    /// <exception cref="IOException">As in <see cref="Open"/>; raised at the first line.</exception>
    /// <exception cref="UnauthorizedAccessException">As in <see cref="Open"/>; raised at the first line.</exception>
    public static IEnumerable<string> ReadLines(string path, long limit = ListLimit)
    {
        using var reader = new StreamReader(Open(path, limit), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static IOException TooLong(string path, long length, long limit) =>
        new(string.Create(CultureInfo.InvariantCulture, $"'{path}' has {length} bytes, more than the {limit} that are read of such a file."));
}
