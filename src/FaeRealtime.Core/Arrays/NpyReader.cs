using System.Globalization;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Core.Arrays;

/// <summary>One numpy array, read from its beginning to its end: whole, or a few rows at a time where it is larger than memory.</summary>
public sealed class NpyReader : IDisposable
{
    private readonly Stream _stream;
    private readonly string _source;
    private readonly NpyHeader _header;

    private NpyReader(Stream stream, string source, NpyHeader header) => (_stream, _source, _header) = (stream, source, header);

    /// <summary>Element type.</summary>
    public TensorDtype Dtype => _header.Dtype;

    /// <summary>Sizes, row-major; empty for a single number.</summary>
    public IReadOnlyList<long> Shape => _header.Shape;

    /// <summary>Opens a .npy file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The reader; the caller disposes.</returns>
    /// <exception cref="CheckpointException">It is missing, unreadable or no array that is read.</exception>
    public static NpyReader Open(string path)
    {
        FileStream file;
        try
        {
            file = InputFile.Open(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"Array {path} cannot be read: {failure.Message} Check the path and its permissions.", failure);
        }

        return Open(file, file.Length, path);
    }

    /// <summary>Reads the next elements as they are stored, lowest byte first; for arrays in C order.</summary>
    /// <param name="bytes">A whole number of elements.</param>
    /// <exception cref="CheckpointException">The array is in Fortran order or big-endian, ends earlier, or its archive is damaged.</exception>
    public void ReadNext(Span<byte> bytes)
    {
        if ((_header.FortranOrder && _header.Shape.Length > 1) || _header.BigEndian)
        {
            throw new CheckpointException($"Array {_source} is in Fortran order or stored with the highest byte first, which cannot be read row by row. Save numpy.ascontiguousarray of it.");
        }

        Fill(bytes);
    }

    /// <summary>The whole array as float32.</summary>
    /// <returns>Row-major.</returns>
    /// <exception cref="CheckpointException">It is damaged or has more elements than an array can.</exception>
    public float[] ReadSingle() => Whole((element, size) => (float)ElementConversion.ToDouble(Dtype, element[..size]));

    /// <summary>The whole array as float64.</summary>
    /// <returns>Row-major.</returns>
    /// <exception cref="CheckpointException">As for <see cref="ReadSingle"/>.</exception>
    public double[] ReadDouble() => Whole((element, size) => ElementConversion.ToDouble(Dtype, element[..size]));

    /// <summary>The whole array of whole numbers.</summary>
    /// <returns>Row-major.</returns>
    /// <exception cref="CheckpointException">As for <see cref="ReadSingle"/>, or the elements are floats.</exception>
    public long[] ReadInt64() => ElementConversion.IsInteger(Dtype)
        ? Whole((element, size) => ElementConversion.ToInt64(Dtype, element[..size]))
        : throw new CheckpointException($"Array {_source} holds {Dtype.HeaderName()} where whole numbers are needed.");

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>Opens an array in a stream, which the reader owns, also when it refuses it.</summary>
    internal static NpyReader Open(Stream stream, long length, string source)
    {
        try
        {
            var header = NpyHeader.Read(stream, source);
            var bytes = header.Count * header.Dtype.Size();
            return header.Length + bytes == length
                ? new NpyReader(stream, source, header)
                : throw ArrayFailure.Damaged(source, $"its header of {header.Length} bytes tells of {bytes} more for [{string.Join(", ", header.Shape)}] {header.Dtype.HeaderName()}, it has {length} in all");
        }
        catch (InvalidDataException failure)
        {
            stream.Dispose();
            throw ArrayFailure.Damaged(source, failure.Message, failure);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private T[] Whole<T>(Converter<T> convert)
    {
        var size = Dtype.Size();
        if (_header.Count > Array.MaxLength / size)
        {
            throw new CheckpointException($"Array {_source} has {_header.Count} elements of {size} bytes, more than can be held at once. Give a smaller one.");
        }

        var bytes = new byte[_header.Count * size];
        Fill(bytes);
        var values = new T[_header.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var element = bytes.AsSpan(i * size, size);
            if (_header.BigEndian)
            {
                element.Reverse();
            }

            values[_header.FortranOrder ? RowMajor(i) : i] = convert(element, size);
        }

        return values;
    }

    // Where the i-th element in Fortran order stands in C order.
    private long RowMajor(long index)
    {
        long place = 0, stride = _header.Count;
        foreach (var size in _header.Shape)
        {
            stride /= size;
            place += index % size * stride;
            index /= size;
        }

        return place;
    }

    private void Fill(Span<byte> bytes)
    {
        try
        {
            _stream.ReadExactly(bytes);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            throw ArrayFailure.Damaged(_source, failure.Message, failure);
        }
    }

    private delegate T Converter<out T>(ReadOnlySpan<byte> element, int size);
}

/// <summary>The refusal of an array file that breaks its format.</summary>
internal static class ArrayFailure
{
    public static CheckpointException Damaged(string source, FormattableString what, Exception? cause = null) =>
        new($"Array {source} is damaged: {what.ToString(CultureInfo.InvariantCulture)}. Fetch or write it again.", cause);

    public static CheckpointException Damaged(string source, string what, Exception? cause = null) =>
        new($"Array {source} is damaged: {what}. Fetch or write it again.", cause);
}
