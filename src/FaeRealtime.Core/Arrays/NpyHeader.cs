using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Arrays;

/// <summary>What stands before the elements of a .npy file: numpy's format description, versions 1 to 3.</summary>
/// <param name="Dtype">Element type.</param>
/// <param name="BigEndian">Whether elements are stored with the highest byte first.</param>
/// <param name="FortranOrder">Whether the first index runs fastest.</param>
/// <param name="Shape">Sizes; empty for a single number.</param>
/// <param name="Length">Bytes of the header with everything before it.</param>
internal sealed partial record NpyHeader(TensorDtype Dtype, bool BigEndian, bool FortranOrder, long[] Shape, long Length)
{
    private const int LongestText = 1 << 20;
    private const int Alignment = 64;
    private const int MagicBytes = 8;

    /// <summary>How many elements there are.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Reads a header.</summary>
    /// <param name="stream">At its first byte; afterwards at the first element.</param>
    /// <param name="source">The file's name for messages.</param>
    /// <exception cref="CheckpointException">It is none, or describes what is not read: objects, text, records.</exception>
    public static NpyHeader Read(Stream stream, string source)
    {
        Span<byte> start = stackalloc byte[MagicBytes];
        Fill(stream, start, source);
        if (start[0] != 0x93 || !start[1..].StartsWith("NUMPY"u8))
        {
            throw ArrayFailure.Damaged(source, "it does not begin like a .npy array");
        }

        if (start[6] is < 1 or > 3)
        {
            throw new CheckpointException($"Array {source} is of .npy version {start[6]}; versions 1 to 3 are read. Save it with numpy.save.");
        }

        Span<byte> size = stackalloc byte[start[6] == 1 ? 2 : 4];
        Fill(stream, size, source);
        var length = size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > LongestText)
        {
            throw ArrayFailure.Damaged(source, $"its header claims {length} bytes");
        }

        var text = new byte[length];
        Fill(stream, text, source);
        return Parse(Encoding.UTF8.GetString(text), MagicBytes + size.Length + length, source);
    }

    /// <summary>The bytes of a version 1 header of little-endian elements in C order, padded to 64 bytes as numpy does.</summary>
    public static byte[] Write(TensorDtype dtype, IReadOnlyList<long> shape)
    {
        var sizes = string.Concat(shape.Select(size => string.Create(CultureInfo.InvariantCulture, $"{size}, ")));
        var text = $"{{'descr': '{Description(dtype)}', 'fortran_order': False, 'shape': ({(shape.Count == 1 ? sizes.TrimEnd() : sizes.TrimEnd(',', ' '))}), }}";
        var total = (MagicBytes + 2 + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[total];
        bytes.AsSpan().Fill((byte)' ');
        bytes[0] = 0x93;
        "NUMPY\u0001\0"u8.CopyTo(bytes.AsSpan(1));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(MagicBytes), checked((ushort)(total - MagicBytes - 2)));
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(MagicBytes + 2));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    private static NpyHeader Parse(string text, long length, string source)
    {
        var (type, order, shape) = (DescriptionText().Match(text), OrderText().Match(text), ShapeText().Match(text));
        if (!order.Success || !shape.Success)
        {
            throw ArrayFailure.Damaged(source, $"its header is «{text.Trim()}»");
        }

        if (!type.Success || Dtypes.FirstOrDefault(entry => entry.Code == type.Groups["kind"].Value) is not { Code: not null } known)
        {
            throw new CheckpointException($"Array {source} holds elements of a kind that is not read: «{text.Trim()}». Save whole numbers, Booleans or floats of 16, 32 or 64 bits.");
        }

        var sizes = shape.Groups["sizes"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var header = new NpyHeader(known.Dtype, type.Groups["order"].Value == ">", order.Groups["value"].Value == "True", [.. sizes.Select(size => Size(size, source))], length);
        try
        {
            _ = checked(header.Shape.Aggregate((long)known.Dtype.Size(), (product, size) => checked(product * size)));
        }
        catch (OverflowException)
        {
            throw ArrayFailure.Damaged(source, $"its shape ({string.Join(", ", header.Shape)}) is larger than any file");
        }

        return header;
    }

    // Python 2 wrote long integers with an L.
    private static long Size(string text, string source) =>
        long.TryParse(text.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : throw ArrayFailure.Damaged(source, $"its shape names '{text}'");

    private static string Description(TensorDtype dtype) => Dtypes.FirstOrDefault(entry => entry.Dtype == dtype) is { Code: { } code }
        ? (dtype.Size() == 1 ? "|" : "<") + code
        : throw new CheckpointException($"Elements of type {dtype.HeaderName()} have no name in numpy; store them as F32.");

    private static void Fill(Stream stream, Span<byte> bytes, string source)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw ArrayFailure.Damaged(source, "it ends inside its header");
        }
    }

    private static readonly (string Code, TensorDtype Dtype)[] Dtypes =
    [
        ("b1", TensorDtype.Bool), ("u1", TensorDtype.U8), ("i1", TensorDtype.I8), ("u2", TensorDtype.U16), ("i2", TensorDtype.I16), ("u4", TensorDtype.U32), ("i4", TensorDtype.I32),
        ("u8", TensorDtype.U64), ("i8", TensorDtype.I64), ("f2", TensorDtype.F16), ("f4", TensorDtype.F32), ("f8", TensorDtype.F64),
    ];

    [GeneratedRegex("'descr'\\s*:\\s*'(?<order>[<>|=]?)(?<kind>[a-z][0-9]+)'", RegexOptions.CultureInvariant)]
    private static partial Regex DescriptionText();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(?<value>True|False)", RegexOptions.CultureInvariant)]
    private static partial Regex OrderText();

    [GeneratedRegex("'shape'\\s*:\\s*\\((?<sizes>[0-9L,\\s]*)\\)", RegexOptions.CultureInvariant)]
    private static partial Regex ShapeText();
}
