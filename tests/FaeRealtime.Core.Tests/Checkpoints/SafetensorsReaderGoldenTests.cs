using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Testing;

namespace FaeRealtime.Core.Tests.Checkpoints;

public sealed class SafetensorsReaderGoldenTests
{
    public static TheoryData<string> Valid => EdgeCases.Files("valid");

    public static TheoryData<string> Malformed => EdgeCases.Files("malformed");

    public static TheoryData<string> Ambiguous => EdgeCases.Files("ambiguous");

    [SharedTheory(EdgeCases.Folder)]
    [MemberData(nameof(Valid))]
    public void Open_ValidFile_EveryValueExact(string file)
    {
        var expected = EdgeCases.Expected("valid", file);
        using var reader = SafetensorsReader.Open(EdgeCases.Path(file));

        CheckMetadata(expected.GetProperty("metadata"), reader.Metadata);
        var tensors = expected.GetProperty("tensors").EnumerateObject().ToArray();
        Assert.Equal(expected.TryGetProperty("tensor_count", out var count) ? count.GetInt32() : tensors.Length, reader.Entries.Count);
        Assert.All(tensors, tensor => CheckTensor(reader, tensor.Name, tensor.Value));
    }

    [SharedTheory(EdgeCases.Folder)]
    [MemberData(nameof(Malformed))]
    public void Open_MalformedFile_RefusedByName(string file)
    {
        var path = EdgeCases.Path(file);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var failure = Assert.Throws<CheckpointException>(() => SafetensorsReader.Open(path).Dispose());

        // A header that claims gigabytes must not be believed: the messages alone cost some kilobytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
    }

    [SharedTheory(EdgeCases.Folder)]
    [MemberData(nameof(Ambiguous))]
    public void Open_AmbiguousFile_ReadOrRefused(string file)
    {
        var refused = file is "amb_duplicate_key.safetensors" or "amb_leading_whitespace.safetensors";
        var failure = Record.Exception(() => SafetensorsReader.Open(EdgeCases.Path(file)).Dispose());

        Assert.Equal(refused, failure is CheckpointException);
        Assert.True(refused || failure is null, failure?.Message);
    }

    [SharedFact(EdgeCases.Folder)]
    public void ReadInt64_BooleanOfTwo_IsTrue()
    {
        using var reader = SafetensorsReader.Open(EdgeCases.Path("amb_bool_value_2.safetensors"));

        Assert.All(reader.Entries.Keys, name => Assert.All(reader.ReadInt64(name), value => Assert.InRange(value, 0, 1)));
        Assert.Contains(reader.Entries.Keys, name => reader.ReadInt64(name).Contains(1));
    }

    private static void CheckMetadata(JsonElement expected, IReadOnlyDictionary<string, string> actual) =>
        Assert.Equal(
            expected.ValueKind == JsonValueKind.Null ? [] : expected.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!),
            actual.ToDictionary());

    private static void CheckTensor(SafetensorsReader reader, string name, JsonElement expected)
    {
        var entry = reader.Entry(name);
        Assert.Equal(expected.GetProperty("dtype").GetString(), entry.Dtype.HeaderName());
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), entry.Shape);
        JsonElement[] values = [.. expected.GetProperty("values").EnumerateArray()];
        switch (entry.Dtype)
        {
            case TensorDtype.U64:
                var bytes = reader.Bytes(name).ToArray();
                Assert.Equal(values.Select(value => value.GetUInt64()), values.Select((_, i) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i * 8))));
                break;
            case TensorDtype.F64:
                Assert.Equal(Bits(values.Select(Number)), Bits(reader.ReadDouble(name)));
                break;
            case TensorDtype.F32 or TensorDtype.F16 or TensorDtype.BF16 or TensorDtype.F8E4M3 or TensorDtype.F8E5M2:
                Assert.Equal(Bits(values.Select(Number)), Bits(reader.ReadSingle(name).Select(value => (double)value)));
                Assert.Equal(Bits(values.Select(Number)), Bits(reader.ReadDouble(name)));
                break;
            default:
                Assert.Equal(values.Select(Integer), reader.ReadInt64(name));
                Assert.Equal(values.Select(value => (float)Integer(value)), reader.ReadSingle(name));
                break;
        }
    }

    /// <remarks>Bits tell −0 from 0; NaNs differ in sign and payload only, which no format promises.</remarks>
    private static long[] Bits(IEnumerable<double> values) =>
        [.. values.Select(value => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value))];

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? double.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
        : value.GetDouble();

    private static long Integer(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => value.GetInt64(),
    };
}
