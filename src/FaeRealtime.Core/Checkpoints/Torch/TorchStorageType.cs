namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>A storage class, such as <c>torch.FloatStorage</c>.</summary>
/// <param name="Dtype">Its elements; null for an untyped one, whose elements are bytes.</param>
internal sealed record TorchStorageType(TensorDtype? Dtype);
