namespace FaeRealtime.Core.Files;

/// <summary>Writes a file whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the target under a temporary name, flushes to disk, then renames. A failure leaves an existing file as it was and no temporary one.</summary>
    /// <param name="path">The target; its folder must exist.</param>
    /// <param name="write">Writes the whole content. Does not close the stream.</param>
    /// <exception cref="IOException">The folder is missing, full or read-only, or the file would be too large for it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var part = PartFile.Create(path);
        try
        {
            write(part.Stream);
        }
        catch (ArgumentOutOfRangeException failure)
        {
            throw PartFile.TooLarge(Path.GetFullPath(path), failure);
        }

        part.Commit();
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
