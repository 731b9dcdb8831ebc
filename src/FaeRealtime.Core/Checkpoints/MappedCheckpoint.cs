using System.Collections.ObjectModel;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>Named tensors that lie in one or several mapped files: what every format comes down to once it is understood.</summary>
/// <param name="path">The file as it was named.</param>
/// <param name="tensors">Every tensor by key.</param>
/// <param name="owned">The mappings, or what holds them; they go with this.</param>
internal sealed class MappedCheckpoint(string path, IReadOnlyDictionary<string, StoredTensor> tensors, params IReadOnlyList<IDisposable> owned) : ICheckpoint
{
    /// <inheritdoc/>
    public string Path => path;

    /// <summary>Every tensor by key.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors => tensors;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; } =
        tensors.ToDictionary(pair => pair.Key, pair => pair.Value.Entry, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public TensorEntry Entry(string name) => Stored(name).Entry;

    /// <inheritdoc/>
    public float[] ReadSingle(string name) => Stored(name).ReadSingle();

    /// <inheritdoc/>
    public void ReadSingle(string name, Span<float> values) => Stored(name).ReadSingle(values);

    /// <inheritdoc/>
    public long[] ReadInt64(string name) => Stored(name).ReadInt64();

    /// <summary>Where one tensor lies.</summary>
    /// <param name="name">Its key.</param>
    /// <exception cref="CheckpointException">There is no such key.</exception>
    public StoredTensor Stored(string name) => tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new CheckpointException($"Checkpoint {path} has no tensor '{name}' among its {tensors.Count}. Use the file that belongs to this model.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var item in owned)
        {
            item.Dispose();
        }
    }
}
