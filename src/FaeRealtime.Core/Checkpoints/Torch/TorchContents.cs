using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>Puts what a pickle describes and where its storages lie together; the same for both formats of torch.save.</summary>
internal static class TorchContents
{
    /// <summary>The checkpoint of a part.</summary>
    /// <param name="file">The file; the checkpoint owns it.</param>
    /// <param name="root">The pickle's value.</param>
    /// <param name="part">As in <c>CheckpointFile.Open</c>.</param>
    /// <param name="pickleLength">Bytes of the pickle.</param>
    /// <param name="storageOffset">Where each storage begins, by key.</param>
    /// <exception cref="CheckpointException">There is no such part, or a tensor does not fit its storage.</exception>
    public static MappedCheckpoint Open(MappedFile file, object? root, string? part, long pickleLength, IReadOnlyDictionary<string, long> storageOffset)
    {
        var tensors = TorchParts.Tensors(file.Path, root, part, pickleLength);
        var placed = new Dictionary<string, StoredTensor>(tensors.Count, StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            placed.Add(name, tensor.Place(name, file, storageOffset[tensor.Storage.Key]));
        }

        return new MappedCheckpoint(file.Path, placed, file);
    }
}
