namespace TorchSharp;

/// <summary>What one entry of an index does to its dimension.</summary>
internal enum TensorIndexKind
{
    Slice,
    Single,
    NewAxis,
    Ellipsis,
    Bool,
    Tensor,
}
