using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>A safetensors file, mapped into memory: opening reads the header only, and nothing is copied until asked for.</summary>
public sealed class SafetensorsReader : ICheckpoint
{
    private SafetensorsReader(MappedCheckpoint mapped) => Mapped = mapped;

    /// <inheritdoc/>
    public string Path => Mapped.Path;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorEntry> Entries => Mapped.Entries;

    /// <summary>The header's <c>__metadata__</c>; empty when there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => Mapped.Metadata;

    /// <summary>The same tensors without what only this format has.</summary>
    internal MappedCheckpoint Mapped { get; }

    /// <summary>Opens and checks a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The reader; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is missing, unreadable or not well-formed.</exception>
    public static SafetensorsReader Open(string path) => Open(MappedFile.Open(path));

    /// <inheritdoc/>
    public TensorEntry Entry(string name) => Mapped.Entry(name);

    /// <summary>One tensor's stored bytes, little-endian, row-major, possibly unaligned.</summary>
    /// <param name="name">Its key.</param>
    /// <returns>A view into the mapping, valid until this reader is disposed.</returns>
    /// <exception cref="CheckpointException">The file has no such key, or the tensor exceeds 2 GiB.</exception>
    public ReadOnlySpan<byte> Bytes(string name) => Mapped.Stored(name).Bytes();

    /// <inheritdoc/>
    public float[] ReadSingle(string name) => Mapped.ReadSingle(name);

    /// <inheritdoc/>
    public void ReadSingle(string name, Span<float> values) => Mapped.ReadSingle(name, values);

    /// <summary>One tensor as float64: exact for every type but 64-bit integers above 2⁵³.</summary>
    /// <param name="name">Its key.</param>
    /// <returns>Row-major values.</returns>
    /// <exception cref="CheckpointException">The file has no such key.</exception>
    public double[] ReadDouble(string name) => Mapped.Stored(name).ReadDouble();

    /// <inheritdoc/>
    public long[] ReadInt64(string name) => Mapped.ReadInt64(name);

    /// <inheritdoc/>
    public void Dispose() => Mapped.Dispose();

    /// <summary>Reads a mapped file's header.</summary>
    /// <param name="file">The file; the reader owns it from here on, also when it refuses it.</param>
    /// <exception cref="CheckpointException">The file is not well-formed.</exception>
    internal static SafetensorsReader Open(MappedFile file)
    {
        try
        {
            return Read(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static SafetensorsReader Read(MappedFile file)
    {
        if (file.Length < SafetensorsHeader.LengthBytes)
        {
            throw CheckpointFailure.Damaged(file.Path, $"it holds {file.Length} bytes, a header needs at least {SafetensorsHeader.LengthBytes}");
        }

        var length = SafetensorsHeader.ReadLength(file.Path, file.Span(0, SafetensorsHeader.LengthBytes), file.Length);
        var header = SafetensorsHeader.Parse(file.Path, file.Span(SafetensorsHeader.LengthBytes, length), file.Length);
        var tensors = header.Entries.Values.ToDictionary(
            entry => entry.Tensor.Name,
            entry => new StoredTensor(entry.Tensor, file, header.DataOffset + entry.Begin),
            StringComparer.Ordinal);
        var mapped = new MappedCheckpoint(file.Path, RowScaledInt8.Joined(file.Path, GroupScaledInt4.Joined(file.Path, tensors, header.Metadata), header.Metadata), file) { Metadata = header.Metadata };
        return new SafetensorsReader(mapped);
    }
}
