using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>A tensor to be written.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Dtype">Its stored element type.</param>
/// <param name="Shape">Its sizes, row-major; empty for a scalar.</param>
/// <param name="Data">Little-endian elements; empty where <see cref="Source"/> gives them.</param>
public sealed record SafetensorsTensor(string Name, TensorDtype Dtype, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Elements converted at a time.</summary>
    private const int SliceElements = 1 << 16;

    /// <summary>Writes the little-endian elements when their turn in the file comes, so that no copy of a whole model is held; null where <see cref="Data"/> has them.</summary>
    public Action<Stream>? Source { get; init; }

    /// <summary>Bytes in the file.</summary>
    internal long ByteCount => checked((long)Needed);

    private Int128 Needed => Shape.Aggregate((Int128)Dtype.Size(), (product, size) => checked(product * size));

    /// <summary>Makes a tensor from float32 values, rounded to nearest-even where the stored type is narrower.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="values">Row-major values.</param>
    /// <param name="stored">F32, F16 or BF16.</param>
    /// <exception cref="CheckpointException">The type is another one, or a finite value does not fit F16 or BF16.</exception>
    /// <exception cref="ShapeException">The shape holds another number of elements.</exception>
    public static SafetensorsTensor FromSingle(string name, IReadOnlyList<long> shape, ReadOnlySpan<float> values, TensorDtype stored = TensorDtype.F32)
    {
        CheckFloat(name, stored);
        CheckCount(name, shape, values.Length);
        var data = new byte[checked(values.Length * stored.Size())];
        Convert(name, values, stored, data);
        return new SafetensorsTensor(name, stored, [.. shape], data);
    }

    /// <summary>Makes a tensor from float32 values that are fetched when the file is written, and let go after it.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="values">Gives the row-major values. Called once a file, while it is written: its exceptions, and those of the other overload, come from there and leave the old file as it was.</param>
    /// <param name="stored">F32, F16 or BF16.</param>
    /// <exception cref="CheckpointException">The type is another one.</exception>
    public static SafetensorsTensor FromSingle(string name, IReadOnlyList<long> shape, Func<ReadOnlyMemory<float>> values, TensorDtype stored = TensorDtype.F32)
    {
        CheckFloat(name, stored);
        long[] sizes = [.. shape];
        return new SafetensorsTensor(name, stored, sizes, default)
        {
            Source = stream =>
            {
                var rest = values();
                CheckCount(name, sizes, rest.Length);
                var buffer = new byte[Math.Min(rest.Length, SliceElements) * stored.Size()];
                while (!rest.IsEmpty)
                {
                    var count = Math.Min(rest.Length, SliceElements);
                    var bytes = buffer.AsSpan(0, count * stored.Size());
                    Convert(name, rest.Span[..count], stored, bytes);
                    stream.Write(bytes);
                    rest = rest[count..];
                }
            },
        };
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

    /// <summary>Refuses tensors that no file can hold together.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="reserved">Keys that the format keeps for itself.</param>
    internal static void Check(string path, IReadOnlyList<SafetensorsTensor> tensors, params IEnumerable<string> reserved)
    {
        var seen = new HashSet<string>(reserved, StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (!seen.Add(tensor.Name))
            {
                throw new CheckpointException($"Checkpoint {path}: key '{tensor.Name}' is used twice or reserved. Give every tensor its own name.");
            }

            if (tensor.Shape.Any(size => size < 0) || (tensor.Source is null ? tensor.Needed != tensor.Data.Length : tensor.Needed > long.MaxValue || !tensor.Data.IsEmpty))
            {
                throw new CheckpointException($"Checkpoint {path}: '{tensor.Name}' ({tensor.Dtype.HeaderName()} [{string.Join(", ", tensor.Shape)}]) needs {tensor.Needed} bytes, it has {tensor.Data.Length}.");
            }
        }
    }

    /// <summary>Writes the elements.</summary>
    /// <param name="stream">One that knows its position. Borrowed.</param>
    /// <exception cref="CheckpointException"><see cref="Source"/> writes another number of bytes than the shape needs.</exception>
    internal void WriteTo(Stream stream)
    {
        if (Source is null)
        {
            stream.Write(Data.Span);
            return;
        }

        var begin = stream.Position;
        Source(stream);
        if (stream.Position - begin != ByteCount)
        {
            throw new CheckpointException($"Tensor '{Name}' ({Dtype.HeaderName()} [{string.Join(", ", Shape)}]) needs {ByteCount} bytes, its source wrote {stream.Position - begin}.");
        }
    }

    private static void Convert(string name, ReadOnlySpan<float> values, TensorDtype stored, Span<byte> bytes)
    {
        if (stored == TensorDtype.F32 && BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
            return;
        }

        var size = stored.Size();
        for (var i = 0; i < values.Length; i++)
        {
            Store(name, values[i], stored, bytes.Slice(i * size, size));
        }
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

    private static void CheckFloat(string name, TensorDtype stored)
    {
        if (stored is not (TensorDtype.F32 or TensorDtype.F16 or TensorDtype.BF16))
        {
            throw new CheckpointException($"Tensor '{name}' cannot be stored as {stored.HeaderName()} from float32 alone; use F32, F16 or BF16.");
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
