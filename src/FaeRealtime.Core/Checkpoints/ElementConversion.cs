using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>Stored little-endian elements to numbers.</summary>
internal static class ElementConversion
{
    /// <summary>Converts a whole tensor.</summary>
    public static void ToSingle(TensorDtype dtype, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (BitConverter.IsLittleEndian && TryReinterpret(dtype, bytes, values))
        {
            return;
        }

        var size = dtype.Size();
        for (var i = 0; i < values.Length; i++)
        {
            var element = bytes.Slice(i * size, size);
            values[i] = dtype switch
            {
                // Straight to float32: by way of double a large integer would be rounded twice.
                TensorDtype.I64 => BinaryPrimitives.ReadInt64LittleEndian(element),
                TensorDtype.U64 => BinaryPrimitives.ReadUInt64LittleEndian(element),
                _ => (float)ToDouble(dtype, element),
            };
        }
    }

    /// <summary>The types that weights are stored in, without a decision per element.</summary>
    private static bool TryReinterpret(TensorDtype dtype, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (dtype)
        {
            case TensorDtype.F32:
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                return true;
            case TensorDtype.F16:
                var halves = MemoryMarshal.Cast<byte, Half>(bytes);
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = (float)halves[i];
                }

                return true;
            case TensorDtype.BF16:
                var words = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = Bfloat16.ToSingle(words[i]);
                }

                return true;
            case TensorDtype.I8:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = (sbyte)bytes[i];
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>The value of one element; exact except for 64-bit integers above 2⁵³.</summary>
    public static double ToDouble(TensorDtype dtype, ReadOnlySpan<byte> element) => dtype switch
    {
        TensorDtype.F64 => BinaryPrimitives.ReadDoubleLittleEndian(element),
        TensorDtype.F32 => BinaryPrimitives.ReadSingleLittleEndian(element),
        TensorDtype.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
        TensorDtype.BF16 => Bfloat16.ToSingle(BinaryPrimitives.ReadUInt16LittleEndian(element)),
        TensorDtype.F8E4M3 => Float8.FromE4M3(element[0]),
        TensorDtype.F8E5M2 => Float8.FromE5M2(element[0]),
        TensorDtype.U64 => BinaryPrimitives.ReadUInt64LittleEndian(element),
        _ => ToInt64(dtype, element),
    };

    /// <summary>The value of one element of an integer type.</summary>
    /// <exception cref="OverflowException">An unsigned value above <see cref="long.MaxValue"/>.</exception>
    public static long ToInt64(TensorDtype dtype, ReadOnlySpan<byte> element) => dtype switch
    {
        TensorDtype.Bool => element[0] == 0 ? 0 : 1,
        TensorDtype.U8 => element[0],
        TensorDtype.I8 => (sbyte)element[0],
        TensorDtype.I16 => BinaryPrimitives.ReadInt16LittleEndian(element),
        TensorDtype.U16 => BinaryPrimitives.ReadUInt16LittleEndian(element),
        TensorDtype.I32 => BinaryPrimitives.ReadInt32LittleEndian(element),
        TensorDtype.U32 => BinaryPrimitives.ReadUInt32LittleEndian(element),
        TensorDtype.I64 => BinaryPrimitives.ReadInt64LittleEndian(element),
        TensorDtype.U64 => checked((long)BinaryPrimitives.ReadUInt64LittleEndian(element)),
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Not an integer type."),
    };

    public static bool IsInteger(TensorDtype dtype) => dtype
        is not (TensorDtype.F8E4M3 or TensorDtype.F8E5M2 or TensorDtype.F16 or TensorDtype.BF16 or TensorDtype.F32 or TensorDtype.F64);
}

/// <summary>Brain float: the upper half of a float32.</summary>
internal static class Bfloat16
{
    public static float ToSingle(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>Rounds to nearest, ties to even; NaN stays NaN.</summary>
    public static ushort FromSingle(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            // Rounding could carry a NaN's payload over into infinity: keep it quiet instead.
            return (ushort)((bits >> 16) | 0x40);
        }

        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}

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
