namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>A storage class, such as <c>torch.FloatStorage</c>.</summary>
/// <param name="Dtype">Its elements; null for an untyped one, whose elements are bytes, and for elements that are not read here.</param>
/// <param name="OpaqueName">The class, where its elements (complex, quantised) are not read here: only their size is known, so that what follows them is found. Null for all others.</param>
/// <param name="OpaqueBytes">Bytes of one such element.</param>
internal sealed record TorchStorageType(TensorDtype? Dtype, string? OpaqueName = null, int OpaqueBytes = 1)
{
    /// <summary>Bytes of one element.</summary>
    public int ElementBytes => Dtype?.Size() ?? OpaqueBytes;
}
