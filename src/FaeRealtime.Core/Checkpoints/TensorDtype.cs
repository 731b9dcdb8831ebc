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
