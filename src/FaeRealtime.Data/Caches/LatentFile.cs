using System.IO.MemoryMappedFiles;
using FaeRealtime.Models.Checkpoints;

namespace FaeRealtime.Data.Caches;

/// <summary>A finished cache file, mapped into memory: what the machine has room for stays in its page cache.</summary>
internal sealed class LatentFile : IDisposable
{
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly Half[] halves;

    private LatentFile(string path, LatentLayout layout)
    {
        Layout = layout;
        halves = new Half[layout.Storage == WeightStorage.F16 ? 2 * layout.Values : 0];
        map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = map.CreateViewAccessor(0, layout.FileBytes, MemoryMappedFileAccess.Read);
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

        using (var file = File.OpenHandle(path))
        {
            var header = new byte[LatentLayout.CountOffset];
            if (RandomAccess.Read(file, header, 0) < header.Length || !header.AsSpan().SequenceEqual(layout.Header()))
            {
                return null;
            }
        }

        return new LatentFile(path, layout);
    }

    /// <summary>Reads one view.</summary>
    /// <param name="index">The view.</param>
    /// <param name="means"><c>[T, C]</c>, written.</param>
    /// <param name="logVariances"><c>[T, C]</c>, written.</param>
    public void Read(long index, Span<float> means, Span<float> logVariances)
    {
        var start = (ulong)(view.PointerOffset + Layout.Offset(index));
        if (Layout.Storage == WeightStorage.F32)
        {
            view.SafeMemoryMappedViewHandle.ReadSpan(start, means);
            view.SafeMemoryMappedViewHandle.ReadSpan(start + ((ulong)Layout.RecordBytes / 2), logVariances);
            return;
        }

        view.SafeMemoryMappedViewHandle.ReadSpan(start, halves.AsSpan());
        for (var i = 0; i < means.Length; i++)
        {
            means[i] = (float)halves[i];
            logVariances[i] = (float)halves[means.Length + i];
        }
    }

    public void Dispose()
    {
        view.Dispose();
        map.Dispose();
    }
}
