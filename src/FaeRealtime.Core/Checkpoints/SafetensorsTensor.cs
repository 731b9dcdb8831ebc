using System.Buffers.Binary;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>A tensor to be written.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Dtype">Its stored element type.</param>
/// <param name="Shape">Its sizes, row-major; empty for a scalar.</param>
/// <param name="Data">Little-endian elements.</param>
public sealed record SafetensorsTensor(string Name, TensorDtype Dtype, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Makes a tensor from float32 values, rounded to nearest-even where the stored type is narrower.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="values">Row-major values.</param>
    /// <param name="stored">F32, F16 or BF16.</param>
    /// <exception cref="CheckpointException">The type is another one, or a finite value does not fit F16 or BF16.</exception>
    /// <exception cref="ShapeException">The shape holds another number of elements.</exception>
    public static SafetensorsTensor FromSingle(string name, IReadOnlyList<long> shape, ReadOnlySpan<float> values, TensorDtype stored = TensorDtype.F32)
    {
        CheckCount(name, shape, values.Length);
        if (stored is not (TensorDtype.F32 or TensorDtype.F16 or TensorDtype.BF16))
        {
            throw new CheckpointException($"Tensor '{name}' cannot be stored as {stored.HeaderName()} from float32; use F32, F16 or BF16.");
        }

        var size = stored.Size();
        var data = new byte[checked(values.Length * size)];
        for (var i = 0; i < values.Length; i++)
        {
            Store(name, values[i], stored, data.AsSpan(i * size, size));
        }

        return new SafetensorsTensor(name, stored, [.. shape], data);
    }

    /// <summary>Makes an I64 tensor.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="values">Row-major values.</param>
    /// <exception cref="ShapeException">The shape holds another number of elements.</exception>
    public static SafetensorsTensor FromInt64(string name, IReadOnlyList<long> shape, ReadOnlySpan<long> values)
    {
        CheckCount(name, shape, values.Length);
        var data = new byte[checked(values.Length * sizeof(long))];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(i * sizeof(long)), values[i]);
        }

        return new SafetensorsTensor(name, TensorDtype.I64, [.. shape], data);
    }

    private static void Store(string name, float value, TensorDtype stored, Span<byte> element)
    {
        switch (stored)
        {
            case TensorDtype.F32:
                BinaryPrimitives.WriteSingleLittleEndian(element, value);
                return;
            case TensorDtype.F16:
                var half = (Half)value;
                CheckFits(name, value, stored, Half.IsInfinity(half));
                BinaryPrimitives.WriteHalfLittleEndian(element, half);
                return;
            default:
                var bits = Bfloat16.FromSingle(value);
                CheckFits(name, value, stored, float.IsInfinity(Bfloat16.ToSingle(bits)));
                BinaryPrimitives.WriteUInt16LittleEndian(element, bits);
                return;
        }
    }

    private static void CheckFits(string name, float value, TensorDtype stored, bool infinite)
    {
        if (infinite && float.IsFinite(value))
        {
            throw new CheckpointException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"Tensor '{name}' holds {value}, which {stored.HeaderName()} cannot represent; store it as F32."));
        }
    }

    private static void CheckCount(string name, IReadOnlyList<long> shape, int count)
    {
        if (shape.Aggregate(1L, (product, size) => checked(product * size)) != count)
        {
            throw new ShapeException($"Tensor '{name}' of shape [{string.Join(", ", shape)}] was given {count} values.");
        }
    }
}
