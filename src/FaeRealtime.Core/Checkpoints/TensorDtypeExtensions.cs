using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace FaeRealtime.Core.Checkpoints;

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
