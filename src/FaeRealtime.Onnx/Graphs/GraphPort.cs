namespace FaeRealtime.Onnx.Graphs;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">By which a runtime is given it.</param>
/// <param name="Type">Of its elements.</param>
/// <param name="Shape">Its axes behind the first, which is the batch.</param>
/// <param name="Meaning">What it is, for whoever reads the graph.</param>
internal sealed record GraphPort(string Name, ElementType Type, IReadOnlyList<long> Shape, string Meaning)
{
    /// <summary>As people write it, such as <c>[B, 16, 8, 8]</c>.</summary>
    /// <param name="batch">The fixed batch, or null for a dynamic one.</param>
    public string ShapeText(int? batch) => $"[{string.Join(", ", Shape.Select(size => $"{size}").Prepend(batch is { } count ? $"{count}" : "B"))}]";
}

/// <summary>Types of tensors, with the numbers of TensorProto.DataType.</summary>
internal enum ElementType
{
    /// <summary>32 bits.</summary>
    Float32 = 1,

    /// <summary>64-bit integers.</summary>
    Int64 = 7,

    /// <summary>16 bits.</summary>
    Float16 = 10,
}
