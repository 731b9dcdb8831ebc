using System.Numerics;
using static TorchSharp.torch;

namespace TorchSharp.Dispatch;

/// <summary>Which tensor dtype a managed element type stands for.</summary>
internal static class ElementType
{
    internal static ScalarType Of<T>() where T : unmanaged
    {
        if (typeof(T) == typeof(float)) { return ScalarType.Float32; }
        if (typeof(T) == typeof(long)) { return ScalarType.Int64; }
        if (typeof(T) == typeof(byte)) { return ScalarType.Byte; }
        if (typeof(T) == typeof(double)) { return ScalarType.Float64; }
        if (typeof(T) == typeof(int)) { return ScalarType.Int32; }
        if (typeof(T) == typeof(bool)) { return ScalarType.Bool; }
        if (typeof(T) == typeof(short)) { return ScalarType.Int16; }
        if (typeof(T) == typeof(sbyte)) { return ScalarType.Int8; }
        if (typeof(T) == typeof(Half)) { return ScalarType.Float16; }
        if (typeof(T) == typeof((float, float))) { return ScalarType.ComplexFloat32; }
        return typeof(T) == typeof(Complex)
            ? ScalarType.ComplexFloat64
            : throw new ArgumentException($"{typeof(T).Name} is no element type of a tensor.", nameof(T));
    }

    /// <summary>Refuses to read elements of <paramref name="dtype"/> as <typeparamref name="T"/>.</summary>
    internal static void Require<T>(ScalarType dtype) where T : unmanaged
    {
        if (Of<T>() != dtype)
        {
            throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}");
        }
    }
}
