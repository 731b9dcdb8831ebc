using System.IO.MemoryMappedFiles;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>A safetensors file, mapped into memory: opening reads the header only, and nothing is copied until asked for.</summary>
public sealed unsafe class SafetensorsReader : ICheckpoint
{
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly SafetensorsHeader header;
    private byte* start;

    private SafetensorsReader(string path, MemoryMappedFile map, long fileLength)
    {
        Path = path;
        this.map = map;
        view = map.CreateViewAccessor(0, fileLength, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
        try
        {
            var lengthField = new ReadOnlySpan<byte>(start, SafetensorsHeader.LengthBytes);
            var length = SafetensorsHeader.ReadLength(path, lengthField, fileLength);
            header = SafetensorsHeader.Parse(path, new ReadOnlySpan<byte>(start + SafetensorsHeader.LengthBytes, length), fileLength);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorEntry> Entries => header.Entries;

    /// <summary>The header's <c>__metadata__</c>; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Opens and checks a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The reader; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is missing, unreadable or not well-formed.</exception>
    public static SafetensorsReader Open(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new CheckpointException("A checkpoint was named by an empty path; give a .safetensors file.");
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            var length = stream.Length;
            if (length < SafetensorsHeader.LengthBytes)
            {
                throw SafetensorsHeader.Damaged(path, $"it holds {length} bytes, a header needs at least {SafetensorsHeader.LengthBytes}");
            }

            var map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return new SafetensorsReader(path, map, length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CheckpointException($"Checkpoint {path} cannot be read: {failure.Message} Check the path and its permissions.", failure);
        }
    }

    /// <inheritdoc/>
    public TensorEntry Entry(string name) => Entries.TryGetValue(name, out var entry)
        ? entry
        : throw new CheckpointException($"Checkpoint {Path} has no tensor '{name}' among its {Entries.Count}. Use the file that belongs to this model.");

    /// <summary>One tensor's stored bytes, little-endian, row-major, possibly unaligned.</summary>
    /// <param name="name">Its key.</param>
    /// <returns>A view into the mapping, valid until this reader is disposed.</returns>
    /// <exception cref="CheckpointException">The file has no such key, or the tensor exceeds 2 GiB.</exception>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        ObjectDisposedException.ThrowIf(start == null, this);
        var entry = Entry(name);
        var length = entry.End - entry.Begin;
        return length <= int.MaxValue
            ? new ReadOnlySpan<byte>(start + header.DataOffset + entry.Begin, (int)length)
            : throw new CheckpointException($"Checkpoint {Path}: '{name}' has {length} bytes; a tensor above 2 GiB cannot be read. Split it.");
    }

    /// <inheritdoc/>
    public float[] ReadSingle(string name)
    {
        var bytes = Bytes(name);
        var entry = Entry(name);
        var values = new float[entry.Count];
        ElementConversion.ToSingle(entry.Dtype, bytes, values);
        return values;
    }

    /// <summary>One tensor as float64: exact for every type but 64-bit integers above 2⁵³.</summary>
    /// <param name="name">Its key.</param>
    /// <returns>Row-major values.</returns>
    /// <exception cref="CheckpointException">The file has no such key.</exception>
    public double[] ReadDouble(string name)
    {
        var bytes = Bytes(name);
        var (dtype, values) = (Entry(name).Dtype, new double[Entry(name).Count]);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ElementConversion.ToDouble(dtype, bytes[(i * dtype.Size())..]);
        }

        return values;
    }

    /// <inheritdoc/>
    public long[] ReadInt64(string name)
    {
        var bytes = Bytes(name);
        var (dtype, values) = (Entry(name).Dtype, new long[Entry(name).Count]);
        if (!ElementConversion.IsInteger(dtype))
        {
            throw new CheckpointException($"Checkpoint {Path}: '{name}' is {dtype.HeaderName()}, integers are needed. Use the file that belongs to this model.");
        }

        try
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = ElementConversion.ToInt64(dtype, bytes[(i * dtype.Size())..]);
            }
        }
        catch (OverflowException overflow)
        {
            throw new CheckpointException($"Checkpoint {Path}: '{name}' holds a U64 value above 2^63 - 1. Read its bytes instead.", overflow);
        }

        return values;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (start != null)
        {
            start = null;
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        view.Dispose();
        map.Dispose();
    }
}
