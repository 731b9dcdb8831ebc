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
