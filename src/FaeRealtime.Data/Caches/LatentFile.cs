using System.IO.MemoryMappedFiles;
using FaeRealtime.Core;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Caches;

/// <summary>A finished cache file, mapped into memory: what the machine has room for stays in its page cache.</summary>
internal sealed class LatentFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Half[] _halves;

    private LatentFile(LatentLayout layout, MemoryMappedFile map, MemoryMappedViewAccessor view)
    {
        (Layout, _map, _view) = (layout, map, view);
        _halves = new Half[layout.Storage == LatentStorage.F16 ? 2 * layout.Values : 0];
    }

    /// <summary>How the file is laid out.</summary>
    public LatentLayout Layout { get; }

    /// <summary>Opens a file if it is there, whole, and of this content.</summary>
    public static LatentFile? TryOpen(string path, LatentLayout layout)
    {
        if (!File.Exists(path) || new FileInfo(path).Length != layout.FileBytes)
        {
            return null;
        }

        using (var file = InputFile.Open(path, bufferBytes: 0))
        {
            var header = new byte[LatentLayout.CountOffset];
            if (RandomAccess.Read(file.SafeFileHandle, header, 0) < header.Length || !header.AsSpan().SequenceEqual(layout.Header()))
            {
                return null;
            }
        }

        using var parts = new PartsInMaking();
        var map = parts.Add(MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read));
        return parts.Finish(new LatentFile(layout, map, map.CreateViewAccessor(0, layout.FileBytes, MemoryMappedFileAccess.Read)));
    }

    /// <summary>Reads one view.</summary>
    /// <param name="index">The view.</param>
    /// <param name="means"><c>[T, C]</c>, written.</param>
    /// <param name="logVariances"><c>[T, C]</c>, written.</param>
    public void Read(long index, Span<float> means, Span<float> logVariances)
    {
        var start = (ulong)(_view.PointerOffset + Layout.Offset(index));
        if (Layout.Storage == LatentStorage.F32)
        {
            _view.SafeMemoryMappedViewHandle.ReadSpan(start, means);
            _view.SafeMemoryMappedViewHandle.ReadSpan(start + ((ulong)Layout.RecordBytes / 2), logVariances);
            return;
        }

        _view.SafeMemoryMappedViewHandle.ReadSpan(start, _halves.AsSpan());
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = (float)_halves[i];
            logVariances[i] = (float)_halves[means.Length + i];
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }
}
