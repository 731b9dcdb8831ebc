using System.Runtime.InteropServices;
using FaeRealtime.Core.Checkpoints;

namespace FaeRealtime.Core.Arrays;

/// <summary>An array to be written.</summary>
/// <param name="Name">Its name without <c>.npy</c>.</param>
/// <param name="Dtype">Element type.</param>
/// <param name="Shape">Sizes, row-major.</param>
/// <param name="Write">Writes exactly its elements, lowest byte first.</param>
public sealed record NpyArray(string Name, TensorDtype Dtype, IReadOnlyList<long> Shape, Action<Stream> Write)
{
    /// <summary>An array of 64-bit numbers.</summary>
    public static NpyArray Of(string name, IReadOnlyList<long> shape, long[] values) =>
        new(name, TensorDtype.I64, shape, stream => stream.Write(MemoryMarshal.AsBytes<long>(values)));

    /// <summary>An array of doubles.</summary>
    public static NpyArray Of(string name, IReadOnlyList<long> shape, double[] values) =>
        new(name, TensorDtype.F64, shape, stream => stream.Write(MemoryMarshal.AsBytes<double>(values)));

    /// <summary>An array of floats.</summary>
    public static NpyArray Of(string name, IReadOnlyList<long> shape, float[] values) =>
        new(name, TensorDtype.F32, shape, stream => stream.Write(MemoryMarshal.AsBytes<float>(values)));
}
