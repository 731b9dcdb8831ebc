namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>Elements that one or several tensors look into.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Its class.</param>
/// <param name="Count">Its elements.</param>
internal sealed record TorchStorage(string Key, TorchStorageType Type, long Count)
{
    /// <summary>Its element type; null for bytes and for elements that are not read here.</summary>
    public TensorDtype? Dtype => Type.Dtype;

    /// <summary>Bytes of one element.</summary>
    public int ElementBytes => Type.ElementBytes;

    /// <summary>Its bytes; its maker has checked that the file is no shorter.</summary>
    public long ByteCount => Count * ElementBytes;
}

/// <summary>A storage class, such as <c>torch.FloatStorage</c>.</summary>
/// <param name="Dtype">Its elements; null for an untyped one, whose elements are bytes, and for elements that are not read here.</param>
/// <param name="OpaqueName">The class, where its elements (complex, quantised) are not read here: only their size is known, so that what follows them is found. Null for all others.</param>
/// <param name="OpaqueBytes">Bytes of one such element.</param>
internal sealed record TorchStorageType(TensorDtype? Dtype, string? OpaqueName = null, int OpaqueBytes = 1)
{
    /// <summary>Bytes of one element.</summary>
    public int ElementBytes => Dtype?.Size() ?? OpaqueBytes;
}
