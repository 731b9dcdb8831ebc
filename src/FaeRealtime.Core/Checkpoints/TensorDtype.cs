using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>The element types of safetensors, by their names in the header.</summary>
public enum TensorDtype
{
    /// <summary>One byte; any non-zero value is true.</summary>
    Bool,

    /// <summary>Unsigned 8-bit.</summary>
    U8,

    /// <summary>Signed 8-bit.</summary>
    I8,

    /// <summary>8-bit float, 4 exponent bits, no infinities (<c>F8_E4M3</c>, the «fn» variant).</summary>
    F8E4M3,

    /// <summary>8-bit float, 5 exponent bits (<c>F8_E5M2</c>).</summary>
    F8E5M2,

    /// <summary>Signed 16-bit.</summary>
    I16,

    /// <summary>Unsigned 16-bit.</summary>
    U16,

    /// <summary>IEEE half.</summary>
    F16,

    /// <summary>The upper half of a float32.</summary>
    BF16,

    /// <summary>Signed 32-bit.</summary>
    I32,

    /// <summary>Unsigned 32-bit.</summary>
    U32,

    /// <summary>IEEE single.</summary>
    F32,

    /// <summary>IEEE double.</summary>
    F64,

    /// <summary>Signed 64-bit.</summary>
    I64,

    /// <summary>Unsigned 64-bit.</summary>
    U64,
}

/// <summary>Sizes and header names of element types.</summary>
public static class TensorDtypeExtensions
{
    private static readonly FrozenDictionary<string, TensorDtype> ByHeaderName = Enum.GetValues<TensorDtype>().ToFrozenDictionary(HeaderName, StringComparer.Ordinal);

    /// <summary>Bytes of one element.</summary>
    /// <param name="dtype">The element type.</param>
    public static int Size(this TensorDtype dtype) => dtype switch
    {
        TensorDtype.Bool or TensorDtype.U8 or TensorDtype.I8 or TensorDtype.F8E4M3 or TensorDtype.F8E5M2 => 1,
        TensorDtype.I16 or TensorDtype.U16 or TensorDtype.F16 or TensorDtype.BF16 => 2,
        TensorDtype.I32 or TensorDtype.U32 or TensorDtype.F32 => 4,
        TensorDtype.F64 or TensorDtype.I64 or TensorDtype.U64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Not an element type."),
    };

    /// <summary>The name in a safetensors header, such as <c>F8_E4M3</c>.</summary>
    /// <param name="dtype">The element type.</param>
    public static string HeaderName(this TensorDtype dtype) => dtype switch
    {
        TensorDtype.Bool => "BOOL",
        TensorDtype.F8E4M3 => "F8_E4M3",
        TensorDtype.F8E5M2 => "F8_E5M2",
        _ => dtype.ToString(),
    };

    /// <summary>Reads a header name; case matters.</summary>
    /// <param name="name">Such as <c>BF16</c>.</param>
    /// <param name="dtype">The element type, when the name is known.</param>
    /// <returns>Whether the name is known.</returns>
    public static bool TryParse([NotNullWhen(true)] string? name, out TensorDtype dtype)
    {
        dtype = default;
        return name is not null && ByHeaderName.TryGetValue(name, out dtype);
    }
}
