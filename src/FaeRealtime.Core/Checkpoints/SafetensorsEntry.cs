namespace FaeRealtime.Core.Checkpoints;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Dtype">Its element type.</param>
/// <param name="Shape">Its sizes, row-major; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">One past its last byte.</param>
public sealed record SafetensorsEntry(string Name, TensorDtype Dtype, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>Number of elements.</summary>
    public long Count => (End - Begin) / Dtype.Size();
}
