namespace FaeRealtime.Cpu.Kernels;

/// <summary>The layout of a 32-bit float (IEEE 754).</summary>
internal static class FloatBits
{
    /// <summary>Bits of the mantissa, below the exponent.</summary>
    public const int Mantissa = 23;

    /// <summary>What is added to an exponent before it is stored.</summary>
    public const int Bias = 127;
}
