namespace FaeRealtime.Core.Files;

/// <summary>Writes a file whole or not at all.</summary>
public static class AtomicFile
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Writes beside the target under a temporary name, flushes to disk, then renames. A failure leaves an existing file as it was and no temporary one.</summary>
    /// <param name="path">The target; its folder must exist.</param>
    /// <param name="write">Writes the whole content. Does not close the stream.</param>
    /// <exception cref="IOException">The folder is missing, full or read-only, or the file would be too large for it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (ArgumentOutOfRangeException failure)
        {
            // What .NET makes of EFBIG.
            File.Delete(temporary);
            throw new IOException($"{full} would be larger than the file system, or the limit set for this process, allows.", failure);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Deletes the temporary files that killed processes left of a target. Only for its one writer.</summary>
    /// <param name="path">The target.</param>
    public static void RemoveLeftovers(string path)
    {
        var full = Path.GetFullPath(path);
        foreach (var leftover in Directory.EnumerateFiles(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.*.tmp"))
        {
            File.Delete(leftover);
        }
    }

    /// <summary>Writes bytes whole or not at all.</summary>
    /// <param name="path">The target; its folder must exist.</param>
    /// <param name="content">The whole content.</param>
    /// <exception cref="IOException">The folder is missing, full or read-only.</exception>
    public static void WriteBytes(string path, ReadOnlyMemory<byte> content) => Write(path, stream => stream.Write(content.Span));
}
