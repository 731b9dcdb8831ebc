using System.IO.MemoryMappedFiles;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>A whole file, mapped read-only into memory.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private byte* _start;
    private bool _disposed;

    private MappedFile(string path, long length, MemoryMappedFile? map = null, MemoryMappedViewAccessor? view = null) => (Path, Length, _map, _view) = (path, length, map, view);

    /// <summary>The file as it was named.</summary>
    public string Path { get; }

    /// <summary>Its bytes when it was opened.</summary>
    public long Length { get; }

    /// <summary>Maps a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The mapping; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is missing or unreadable.</exception>
    public static MappedFile Open(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new CheckpointException("A checkpoint was named by an empty path; give a file.");
        }

        try
        {
            using var stream = InputFile.Open(path, bufferBytes: 0);
            return Map(path, stream);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CheckpointException($"Checkpoint {path} cannot be read: {failure.Message} Check the path and its permissions.", failure);
        }
    }

    /// <summary>A part of the file.</summary>
    /// <param name="offset">Its first byte.</param>
    /// <param name="length">Its length.</param>
    /// <returns>A view into the mapping, valid until this is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie inside the file.</exception>
    public ReadOnlySpan<byte> Span(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    /// <summary>The file from a byte on, up to its end or 2 GiB.</summary>
    /// <param name="offset">Its first byte, at most <see cref="Length"/>.</param>
    public ReadOnlySpan<byte> From(long offset) => Span(offset, (int)Math.Min(Length - offset, int.MaxValue));

    private static MappedFile Map(string path, FileStream stream)
    {
        if (stream.Length == 0)
        {
            // An empty file cannot be mapped; it has no bytes to give either.
            return new MappedFile(path, 0);
        }

        using var parts = new PartsInMaking();
        var map = parts.Add(MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true));
        var view = parts.Add(map.CreateViewAccessor(0, stream.Length, MemoryMappedFileAccess.Read));
        var file = new MappedFile(path, stream.Length, map, view);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref file._start);
        file._start += view.PointerOffset;
        return parts.Finish(file);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_start != null)
        {
            _start = null;
            _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        _disposed = true;
        _view?.Dispose();
        _map?.Dispose();
    }
}
