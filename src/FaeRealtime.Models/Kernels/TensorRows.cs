using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Kernels;

/// <summary>A contiguous tensor in the processor's memory as rows that are read and written as float32, whatever its own type.</summary>
internal readonly unsafe struct TensorRows
{
    private const int FloatShift = 16;
    private const uint RoundingBias = 0x7FFF;

    private readonly byte* _data;
    private readonly bool _narrow;

    /// <summary>Looks at a tensor, which must outlive this.</summary>
    /// <param name="tensor">Of any shape, contiguous, float32 or bfloat16, on the CPU; its last axis need not be the row. Borrowed.</param>
    /// <param name="width">Numbers in a row.</param>
    public TensorRows(Tensor tensor, int width)
    {
        Width = width;
        _narrow = tensor.dtype == ScalarType.BFloat16;
        _data = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
    }

    /// <summary>Numbers in a row.</summary>
    public int Width { get; }

    /// <summary>Whether the kernels can read a tensor where it lies.</summary>
    /// <param name="tensor">Of any shape. Borrowed.</param>
    public static bool Reads(Tensor tensor) =>
        tensor.device_type == TorchSharp.DeviceType.CPU && tensor.dtype is ScalarType.Float32 or ScalarType.BFloat16 && tensor.is_contiguous();

    /// <summary>Widens a row.</summary>
    public void Read(long row, Span<float> values)
    {
        if (_narrow)
        {
            Widen(new ReadOnlySpan<ushort>((ushort*)_data + (row * Width), Width), values);
        }
        else
        {
            new ReadOnlySpan<float>((float*)_data + (row * Width), Width).CopyTo(values);
        }
    }

    /// <summary>Writes a row, rounded to the nearest (ties to even) where the tensor is bfloat16.</summary>
    public void Write(long row, ReadOnlySpan<float> values)
    {
        if (_narrow)
        {
            Narrow(values, new Span<ushort>((ushort*)_data + (row * Width), Width));
        }
        else
        {
            values[..Width].CopyTo(new Span<float>((float*)_data + (row * Width), Width));
        }
    }

    private static void Widen(ReadOnlySpan<ushort> source, Span<float> target)
    {
        var i = 0;
        for (var step = Vector<ushort>.Count; i + step <= source.Length; i += step)
        {
            Vector.Widen(new Vector<ushort>(source[i..]), out var low, out var high);
            Vector.AsVectorSingle(low << FloatShift).CopyTo(target[i..]);
            Vector.AsVectorSingle(high << FloatShift).CopyTo(target[(i + (step / 2))..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << FloatShift);
        }
    }

    private static void Narrow(ReadOnlySpan<float> source, Span<ushort> target)
    {
        var i = 0;
        for (var step = Vector<ushort>.Count; i + step <= target.Length; i += step)
        {
            var low = Rounded(new Vector<float>(source[i..]));
            var high = Rounded(new Vector<float>(source[(i + (step / 2))..]));
            Vector.Narrow(low, high).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(source[i]);
            target[i] = float.IsNaN(source[i]) ? (ushort)((bits >> FloatShift) | 1) : (ushort)((bits + RoundingBias + ((bits >> FloatShift) & 1)) >> FloatShift);
        }
    }

    // A NaN keeps its upper half with one bit set, so that it stays a NaN.
    private static Vector<uint> Rounded(Vector<float> values)
    {
        var bits = Vector.AsVectorUInt32(values);
        var upper = bits >> FloatShift;
        var rounded = (bits + new Vector<uint>(RoundingBias) + (upper & Vector<uint>.One)) >> FloatShift;
        return Vector.ConditionalSelect(Vector.AsVectorUInt32(Vector.Equals(values, values)), rounded, upper | Vector<uint>.One);
    }
}
