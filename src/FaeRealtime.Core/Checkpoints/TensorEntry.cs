namespace FaeRealtime.Core.Checkpoints;

/// <summary>What a checkpoint says of one tensor.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Dtype">Its element type.</param>
/// <param name="Shape">Its sizes, row-major; empty for a scalar.</param>
public sealed record TensorEntry(string Name, TensorDtype Dtype, IReadOnlyList<long> Shape)
{
    /// <summary>Number of elements.</summary>
    public long Count => Shape.Contains(0) ? 0 : Shape.Aggregate(1L, (product, size) => checked(product * size));
}
