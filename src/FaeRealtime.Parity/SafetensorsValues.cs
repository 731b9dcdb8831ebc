using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Models.Layers;

namespace FaeRealtime.Parity;

/// <summary>Compares a tensor with the exact values that a golden case lists: numbers, booleans, or the words NaN, Infinity and -Infinity.</summary>
internal static class SafetensorsValues
{
    /// <summary>What differs, or null for nothing.</summary>
    public static string? Difference(SafetensorsReader reader, JsonProperty expected)
    {
        if (!reader.Entries.TryGetValue(expected.Name, out var entry))
        {
            return "is not in the file";
        }

        var dtype = expected.Value.GetProperty("dtype").GetString();
        if (entry.Dtype.HeaderName() != dtype)
        {
            return $"is {entry.Dtype.HeaderName()} instead of {dtype}";
        }

        long[] shape = [.. expected.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        if (!entry.Shape.SequenceEqual(shape))
        {
            return $"is {TensorShape.Text([.. entry.Shape])} instead of {TensorShape.Text(shape)}";
        }

        var values = expected.Value.GetProperty("values").EnumerateArray().ToList();
        return entry.Dtype is TensorDtype.U64 or TensorDtype.I64 ? LongDifference(reader, expected.Name, values) : NumberDifference(reader, expected.Name, values);
    }

    // 64-bit integers do not fit a double.
    private static string? LongDifference(SafetensorsReader reader, string name, List<JsonElement> values)
    {
        var unsigned = reader.Entry(name).Dtype == TensorDtype.U64;
        var found = MemoryMarshal.Cast<byte, long>(reader.Bytes(name).ToArray());
        for (var i = 0; i < values.Count; i++)
        {
            var wanted = unsigned ? (long)values[i].GetUInt64() : values[i].GetInt64();
            if (i >= found.Length || found[i] != wanted)
            {
                return $"element {i} is not {values[i]}";
            }
        }

        return found.Length == values.Count ? null : $"has {found.Length} elements instead of {values.Count}";
    }

    private static string? NumberDifference(SafetensorsReader reader, string name, List<JsonElement> values)
    {
        var found = reader.ReadDouble(name);
        for (var i = 0; i < Math.Min(found.Length, values.Count); i++)
        {
            var wanted = Number(values[i]);
            var same = double.IsNaN(wanted) ? double.IsNaN(found[i]) : BitConverter.DoubleToInt64Bits(wanted) == BitConverter.DoubleToInt64Bits(found[i]);
            if (!same)
            {
                return string.Create(CultureInfo.InvariantCulture, $"element {i} is {found[i]:R} instead of {wanted:R}");
            }
        }

        return found.Length == values.Count ? null : $"has {found.Length} elements instead of {values.Count}";
    }

    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => value.GetDouble(),
    };
}
