using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>Where a tensor's elements lie in a mapped file. Its maker has checked that they do.</summary>
/// <param name="entry">The tensor.</param>
/// <param name="file">The file. Borrowed.</param>
/// <param name="offset">Byte of the first element.</param>
/// <param name="strides">Elements between neighbours along each dimension; null for row-major without gaps.</param>
internal sealed class StoredTensor(TensorEntry entry, MappedFile file, long offset, IReadOnlyList<long>? strides = null)
{
    /// <summary>Bounds the buffer for gathered elements, and keeps a span's length in 31 bits.</summary>
    private const int SliceElements = 1 << 16;

    private delegate void SliceReader(ReadOnlySpan<byte> bytes, int first, int count);

    public TensorEntry Entry => entry;

    /// <summary>What each row's elements are to be multiplied by, <c>[rows]</c>; null for nothing. Its maker has checked that it has as many elements as this has rows.</summary>
    public StoredTensor? RowScale { get; init; }

    /// <summary>What each group of four-bit values is to be multiplied by (<see cref="GroupScaledInt4"/>); null where it has none.</summary>
    private StoredTensor? GroupScale { get; init; }

    private bool IsScaled => RowScale is not null || GroupScale is not null;

    private int ElementBytes => entry.Dtype.Size();

    /// <summary>The same elements, to be multiplied row by row.</summary>
    /// <param name="scale">As <see cref="RowScale"/>.</param>
    public StoredTensor Scaled(StoredTensor scale) => new(entry, file, offset, strides) { RowScale = scale };

    /// <summary>The same bytes as two four-bit values each, to be multiplied group by group.</summary>
    /// <param name="scale">As <see cref="GroupScale"/>.</param>
    public StoredTensor ScaledInGroups(StoredTensor scale) => new(entry with { Shape = [entry.Shape[0], 2 * entry.Shape[1]] }, file, offset, strides) { GroupScale = scale };

    /// <summary>The stored bytes, row-major.</summary>
    /// <exception cref="CheckpointException">The tensor exceeds 2 GiB.</exception>
    /// <exception cref="InvalidOperationException">The tensor is strided, or four-bit.</exception>
    public ReadOnlySpan<byte> Bytes()
    {
        if (strides is not null || GroupScale is not null)
        {
            throw new InvalidOperationException($"Tensor '{entry.Name}' is strided, or has less than a byte a value: it has no bytes in one piece.");
        }

        var length = (Int128)entry.Count * ElementBytes;
        return length <= int.MaxValue
            ? file.Span(offset, (int)length)
            : throw new CheckpointException($"Checkpoint {file.Path}: '{entry.Name}' has {length} bytes; more than 2 GiB cannot be given in one piece. Read its values instead.");
    }

    public float[] ReadSingle()
    {
        var values = new float[Count()];
        ReadSingle(values);
        return values;
    }

    /// <summary>The values as float32, into memory that the caller has.</summary>
    /// <exception cref="ShapeException">It has another length.</exception>
    public void ReadSingle(Span<float> values)
    {
        if (values.Length != Count())
        {
            throw new ShapeException($"Checkpoint {file.Path}: '{entry.Name}' has {entry.Count} elements, the memory for them {values.Length}. Give as much as the tensor has.");
        }

        if (GroupScale?.ReadSingle() is { } groups)
        {
            GroupScaledInt4.Read(file.Span(offset, values.Length / 2), groups, (int)entry.Shape[1], values);
            return;
        }

        var gathered = Gathered(values.Length);
        for (var first = 0; first < values.Length; first += SliceElements)
        {
            var count = Math.Min(SliceElements, values.Length - first);
            ElementConversion.ToSingle(entry.Dtype, Slice(first, count, gathered), values.Slice(first, count));
        }

        if (RowScale?.ReadSingle() is { } scale)
        {
            for (var (row, length) = (0, values.Length / scale.Length); row < scale.Length; row++)
            {
                foreach (ref var value in values.Slice(row * length, length))
                {
                    value *= scale[row];
                }
            }
        }
    }

    public double[] ReadDouble()
    {
        if (IsScaled)
        {
            return Array.ConvertAll(ReadSingle(), value => (double)value);
        }

        var (dtype, size, values) = (entry.Dtype, ElementBytes, new double[Count()]);
        Read(values.Length, (bytes, first, count) =>
        {
            for (var i = 0; i < count; i++)
            {
                values[first + i] = ElementConversion.ToDouble(dtype, bytes[(i * size)..]);
            }
        });
        return values;
    }

    public long[] ReadInt64()
    {
        var (dtype, size) = (entry.Dtype, ElementBytes);
        if (!ElementConversion.IsInteger(dtype) || IsScaled)
        {
            throw new CheckpointException($"Checkpoint {file.Path}: '{entry.Name}' is {dtype.HeaderName()}{(IsScaled ? " with scales" : string.Empty)}, integers are needed. Use the file that belongs to this model.");
        }

        var values = new long[Count()];
        try
        {
            Read(values.Length, (bytes, first, count) =>
            {
                for (var i = 0; i < count; i++)
                {
                    values[first + i] = ElementConversion.ToInt64(dtype, bytes[(i * size)..]);
                }
            });
        }
        catch (OverflowException overflow)
        {
            throw new CheckpointException($"Checkpoint {file.Path}: '{entry.Name}' holds a U64 value above 2^63 - 1. Read its bytes instead.", overflow);
        }

        return values;
    }

    private int Count()
    {
        // Asked before anything is allocated, so that a disposed checkpoint gives no empty tensors either.
        file.Span(0, 0);
        return entry.Count <= Array.MaxLength
            ? (int)entry.Count
            : throw new CheckpointException($"Checkpoint {file.Path}: '{entry.Name}' has {entry.Count} elements; more than {Array.MaxLength} cannot be read. Split it.");
    }

    private void Read(int total, SliceReader read)
    {
        var gathered = Gathered(total);
        for (long first = 0; first < total; first += SliceElements)
        {
            var count = (int)Math.Min(SliceElements, total - first);
            read(Slice(first, count, gathered), (int)first, count);
        }
    }

    private byte[] Gathered(int total) => strides is null ? [] : new byte[Math.Min(total, SliceElements) * ElementBytes];

    private ReadOnlySpan<byte> Slice(long first, int count, byte[] gathered) =>
        strides is null ? file.Span(offset + (first * ElementBytes), count * ElementBytes) : Gather(strides, gathered, first, count);

    /// <summary>Copies elements in row-major order out of a strided tensor.</summary>
    private ReadOnlySpan<byte> Gather(IReadOnlyList<long> steps, byte[] buffer, long first, int count)
    {
        var rank = steps.Count;
        var index = new long[rank];
        var element = 0L;
        for (var (axis, rest) = (rank - 1, first); axis >= 0; axis--)
        {
            (rest, index[axis]) = Math.DivRem(rest, entry.Shape[axis]);
            element += index[axis] * steps[axis];
        }

        var size = ElementBytes;
        for (var i = 0; i < count; i++)
        {
            file.Span(offset + (element * size), size).CopyTo(buffer.AsSpan(i * size));
            for (var axis = rank - 1; axis >= 0; axis--)
            {
                element += steps[axis];
                if (++index[axis] < entry.Shape[axis])
                {
                    break;
                }

                element -= index[axis] * steps[axis];
                index[axis] = 0;
            }
        }

        return buffer.AsSpan(0, count * size);
    }
}
