namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>Elements that one or several tensors look into.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Dtype">Its element type; null for bytes.</param>
/// <param name="Count">Its elements.</param>
internal sealed record TorchStorage(string Key, TensorDtype? Dtype, long Count)
{
    /// <summary>Bytes of one element.</summary>
    public int ElementBytes => Dtype?.Size() ?? 1;

    /// <summary>Its bytes; whoever made it has checked that the file is no shorter.</summary>
    public long ByteCount => Count * ElementBytes;
}
