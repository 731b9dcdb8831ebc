using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>Named tensors in a file of any readable format, mapped into memory. <c>CheckpointFile.Open</c> chooses the format.</summary>
public interface ICheckpoint : IDisposable
{
    /// <summary>The file as it was named.</summary>
    string Path { get; }

    /// <summary>Every tensor by key.</summary>
    IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>What the file says of itself: safetensors' <c>__metadata__</c>, and what this product writes into PyTorch files; empty where it says nothing.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>One tensor's entry.</summary>
    /// <param name="name">Its key.</param>
    /// <exception cref="CheckpointException">The file has no such key.</exception>
    TensorEntry Entry(string name);

    /// <summary>One tensor as float32: exact for every float type up to 32 bits, rounded for F64 and large integers.</summary>
    /// <param name="name">Its key.</param>
    /// <returns>Row-major values.</returns>
    /// <exception cref="CheckpointException">The file has no such key, or the tensor has more elements than an array can (2³¹ − 57).</exception>
    float[] ReadSingle(string name);

    /// <summary>One tensor as float32, as <see cref="ReadSingle(string)"/> gives it, into memory that the caller has.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="values">Receives the row-major values; as long as the tensor.</param>
    /// <exception cref="CheckpointException">The file has no such key.</exception>
    /// <exception cref="ShapeException">The memory has another length.</exception>
    void ReadSingle(string name, Span<float> values);

    /// <summary>One tensor of an integer or Boolean type.</summary>
    /// <param name="name">Its key.</param>
    /// <returns>Row-major values.</returns>
    /// <exception cref="CheckpointException">As <see cref="ReadSingle(string)"/>, its type is a float, or a U64 value exceeds 2⁶³ − 1.</exception>
    long[] ReadInt64(string name);
}

/// <summary>What a checkpoint says of one tensor.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Dtype">Its element type.</param>
/// <param name="Shape">Its sizes, row-major; empty for a scalar.</param>
public sealed record TensorEntry(string Name, TensorDtype Dtype, IReadOnlyList<long> Shape)
{
    /// <summary>Number of elements.</summary>
    public long Count => Shape.Contains(0) ? 0 : Shape.Aggregate(1L, (product, size) => checked(product * size));
}
