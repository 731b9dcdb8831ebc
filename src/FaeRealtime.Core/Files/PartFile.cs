namespace FaeRealtime.Core.Files;

/// <summary>A file in the making: written beside its target under a temporary name and renamed when whole. Without <see cref="Commit"/> nothing stays.</summary>
public sealed class PartFile : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly string _target;
    private bool _ended;

    private PartFile(string target, string path, FileStream stream) => (_target, Path, Stream) = (target, path, stream);

    /// <summary>The temporary name.</summary>
    public string Path { get; }

    /// <summary>What to write to; closed by <see cref="Release"/>, <see cref="Commit"/> and <see cref="Dispose"/>.</summary>
    public FileStream Stream { get; }

    /// <summary>Makes the empty temporary file.</summary>
    /// <param name="target">Where the whole file will lie; its folder must exist.</param>
    /// <param name="mode">Who may read and write it, less what the process always leaves out; null for the usual.</param>
    /// <returns>The part; the caller disposes.</returns>
    /// <exception cref="IOException">The folder is missing, full or read-only.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static PartFile Create(string target, UnixFileMode? mode = null)
    {
        target = System.IO.Path.GetFullPath(target);
        var path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(target)!, $".{System.IO.Path.GetFileName(target)}.{System.IO.Path.GetRandomFileName()}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = BufferBytes };
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return new PartFile(target, path, new FileStream(path, options));
    }

    /// <summary>Writes at the end of what is there.</summary>
    /// <param name="bytes">Any number of them.</param>
    /// <exception cref="IOException">The disk is full, or the file would be larger than allowed.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Stream.Write(bytes);
        }
        catch (ArgumentOutOfRangeException failure)
        {
            throw TooLarge(_target, failure);
        }
    }

    /// <summary>Closes <see cref="Stream"/>, so that another program can write to <see cref="Path"/>.</summary>
    public void Release() => Stream.Dispose();

    /// <summary>Flushes to disk and puts the file in its place, over an older one.</summary>
    /// <exception cref="IOException">The disk is full, or the target is a folder.</exception>
    public void Commit()
    {
        try
        {
            if (Stream.CanWrite)
            {
                Stream.Flush(flushToDisk: true);
                Stream.Dispose();
            }
            else
            {
                using var written = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite);
                written.Flush(flushToDisk: true);
            }
        }
        catch (ArgumentOutOfRangeException failure)
        {
            throw TooLarge(_target, failure);
        }

        File.Move(Path, _target, overwrite: true);
        _ended = true;
    }

    /// <summary>Deletes the part if it was not committed. Does not throw for a full disk or a folder that is gone: the part is given up anyway.</summary>
    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        try
        {
            Stream.Dispose();
        }
        catch (Exception failure) when (failure is IOException or ArgumentOutOfRangeException)
        {
            // What was buffered does not fit, which the writer has been told already.
        }

        try
        {
            File.Delete(Path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The folder went away under it; so did the part.
        }
    }

    // What .NET makes of EFBIG.
    internal static IOException TooLarge(string path, ArgumentOutOfRangeException failure) =>
        new($"{path} would be larger than the file system, or the limit set for this process, allows.", failure);
}
