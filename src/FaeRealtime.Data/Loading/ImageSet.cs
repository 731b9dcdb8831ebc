using System.Diagnostics;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Sources;
using TorchSharp;

namespace FaeRealtime.Data.Loading;

/// <summary>The images of one split at the model's size, decoded ahead of their use; a set that fits into the memory it may use is decoded once. A view is an image as it is or mirrored.</summary>
/// <remarks>
/// An image that cannot be read is replaced by the next one in the set's order that can, with that one's label and name, whenever it is found out: the same data give the same batches,
/// on any number of workers, in any run.
/// </remarks>
internal sealed class ImageSet : IDisposable
{
    private readonly IReadOnlyList<ImageEntry> _entries;
    private readonly DecodingPool _pool;
    private readonly SkippedImages _skipped;
    private readonly Dictionary<int, int> _replaced = [];
    private readonly string[] _names;
    private readonly int _capacity;
    private (long At, long Decoded, TimeSpan Waited) _reported;

    private ImageSet(IReadOnlyList<ImageEntry> entries, int size, int views, SkippedImages skipped, DecodingPool pool, int capacity)
    {
        (_entries, Size, Views, _skipped, _pool, _capacity) = (entries, size, views, skipped, pool, capacity);
        Labels = [.. entries.Select(entry => (long)entry.Label)];
        _names = [.. entries.Select(entry => entry.Name)];
        _reported = (Stopwatch.GetTimestamp(), 0, TimeSpan.Zero);
    }

    /// <summary>Starts the workers; nothing is decoded yet.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="entries">Its images, at least one.</param>
    /// <param name="size">S in pixels; every image is brought to it as ADM does.</param>
    /// <param name="mirrored">Whether views N … 2N − 1 exist: the same images mirrored.</param>
    /// <param name="options">Memory and workers.</param>
    /// <param name="notePath">Where skipped images are noted, or null.</param>
    public static ImageSet Open(string folder, IReadOnlyList<ImageEntry> entries, int size, bool mirrored, DataOptions options, string? notePath)
    {
        var skipped = new SkippedImages(folder, entries, options.AllowLoss, notePath);
        var capacity = (int)Math.Clamp(options.MemoryBytes / (3L * size * size), options.SmallestCapacity, int.MaxValue);
        var pool = DecodingPool.Start(index => ImageReader.Read(folder, entries[index], size), capacity, options.Workers ?? Environment.ProcessorCount);
        return new ImageSet(entries, size, mirrored ? 2 * entries.Count : entries.Count, skipped, pool, capacity);
    }

    public int Size { get; }

    public int Count => _entries.Count;

    /// <summary>Images, twice where mirrored.</summary>
    public int Views { get; }

    /// <summary>Class indices by image.</summary>
    public long[] Labels { get; }

    /// <summary>What the images show.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Images found unusable so far.</summary>
    public int Skipped => _skipped.Count;

    public long LabelOf(long view) => Labels[view % Count];

    /// <summary>What a view shows, in sentences; none where the data set has only classes.</summary>
    public IReadOnlyList<string> CaptionsOf(long view)
    {
        var index = (int)(view % Count);
        return _entries[_replaced.GetValueOrDefault(index, index)].EachCaption();
    }

    /// <summary>The file that a view really shows, relative to the data set's folder.</summary>
    public string FileOf(long view)
    {
        var index = (int)(view % Count);
        return _entries[_replaced.GetValueOrDefault(index, index)].File;
    }

    /// <summary>A hash of which images these are and how they are brought to size, for what is computed from them and kept.</summary>
    public string Fingerprint() => $"{DataSource.Fingerprint(_entries)} {Size} {Views}";

    /// <summary>Decodes everything, where it fits, or else what earlier runs had trouble with.</summary>
    /// <param name="report">Told how many are done of how many; may be null.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="ImageFileException">More than one in a hundred is unreadable: how many, and the first few by name.</exception>
    public void Prepare(Action<int, int>? report, CancellationToken cancellationToken)
    {
        int[] wanted = Count <= _capacity ? [.. Enumerable.Range(0, Count)] : [.. _skipped.Suspects()];
        _pool.Announce(wanted);
        for (var i = 0; i < wanted.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_pool.Take(wanted[i]).Failure is { } reason)
            {
                _skipped.Note(wanted[i], reason);
            }

            report?.Invoke(i + 1, wanted.Length);
        }

        _skipped.Require();
        foreach (var index in wanted)
        {
            Planes(index);
        }

        _reported = (Stopwatch.GetTimestamp(), _pool.Decoded, _pool.Waited);
    }

    /// <summary>Tells which views will be gathered soon, so that they are decoded by then.</summary>
    public void Announce(ReadOnlySpan<long> views)
    {
        var indices = new int[views.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            var index = (int)(views[i] % Count);
            indices[i] = _replaced.GetValueOrDefault(index, index);
        }

        _pool.Announce(indices);
    }

    /// <summary>Copies views into a batch; waits for those that are not decoded yet.</summary>
    /// <param name="views">Indices below <see cref="Views"/>.</param>
    /// <param name="device">Where the batch is put; null is the CPU.</param>
    /// <returns><c>[B, 3, S, S]</c>, float32 in [0, 1]; the caller disposes.</returns>
    /// <exception cref="ImageFileException">More than one image in a hundred turned out to be unreadable.</exception>
    public torch.Tensor Gather(ReadOnlySpan<long> views, torch.Device? device = null)
    {
        Announce(views);
        var length = 3 * Size * Size;
        var batch = new float[views.Length * length];
        for (var i = 0; i < views.Length; i++)
        {
            Copy(Planes((int)(views[i] % Count)), batch.AsSpan(i * length, length), mirrored: views[i] >= Count);
        }

        return torch.tensor(batch, [views.Length, 3, Size, Size], device: device);
    }

    /// <summary>Numbers since the last call: images decoded a second, seconds that <see cref="Gather"/> waited for them, and all that were skipped. None where nothing was decoded.</summary>
    public IReadOnlyList<(string Name, double Value)> Activity()
    {
        var (before, now) = (_reported, (At: Stopwatch.GetTimestamp(), _pool.Decoded, _pool.Waited));
        _reported = now;
        if (now.Decoded == before.Decoded)
        {
            return [];
        }

        var rate = (now.Decoded - before.Decoded) / Stopwatch.GetElapsedTime(before.At, now.At).TotalSeconds;
        List<(string, double)> numbers = [("decodedPerSecond", Math.Round(rate, 1)), ("decodeWait", Math.Round((now.Waited - before.Waited).TotalSeconds, 3))];
        if (Skipped > 0)
        {
            numbers.Add(("skippedPictures", Skipped));
        }

        return numbers;
    }

    public void Dispose() => _pool.Dispose();

    private byte[] Planes(int index)
    {
        for (var place = _replaced.GetValueOrDefault(index, index); ; place = (place + 1) % Count)
        {
            var image = _pool.Take(place);
            if (image.Planes is { } planes)
            {
                Replace(index, place);
                return planes;
            }

            // Throws long before every image has been tried.
            _skipped.Add(place, image.Failure!);
        }
    }

    private void Replace(int index, int place)
    {
        if (index != place)
        {
            _replaced[index] = place;
            (Labels[index], _names[index]) = (_entries[place].Label, _entries[place].Name);
        }
    }

    private void Copy(ReadOnlySpan<byte> source, Span<float> target, bool mirrored)
    {
        for (var row = 0; row < source.Length; row += Size)
        {
            var from = source.Slice(row, Size);
            var to = target.Slice(row, Size);
            for (var x = 0; x < from.Length; x++)
            {
                to[mirrored ? from.Length - 1 - x : x] = from[x] * (1f / 255f);
            }
        }
    }
}
