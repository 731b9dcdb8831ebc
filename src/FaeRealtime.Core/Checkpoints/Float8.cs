namespace FaeRealtime.Core.Checkpoints;

/// <summary>The two 8-bit floats (Micikevicius et al. 2022, arXiv:2209.05433, table 1); both are exact in float32.</summary>
internal static class Float8
{
    public static float FromE4M3(byte bits)
    {
        var exponent = (bits >> 3) & 15;
        var mantissa = bits & 7;
        if (exponent == 15 && mantissa == 7)
        {
            return float.NaN;
        }

        var magnitude = exponent == 0 ? MathF.ScaleB(mantissa, -9) : MathF.ScaleB(8 + mantissa, exponent - 10);
        return (bits & 0x80) == 0 ? magnitude : -magnitude;
    }

    /// <remarks>E5M2 is the upper byte of an IEEE half.</remarks>
    public static float FromE5M2(byte bits) => (float)BitConverter.UInt16BitsToHalf((ushort)(bits << 8));
}
