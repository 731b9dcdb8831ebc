namespace FaeRealtime.Core.Checkpoints;

/// <summary>Where one tensor lies in a checkpoint.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Dtype">Its element type.</param>
/// <param name="Shape">Its sizes, row-major; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from where the format's data begins.</param>
/// <param name="End">One past its last byte.</param>
public sealed record TensorEntry(string Name, TensorDtype Dtype, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>Number of elements.</summary>
    public long Count => (End - Begin) / Dtype.Size();
}
