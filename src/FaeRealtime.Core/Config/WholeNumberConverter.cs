using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>Reads a whole number in every spelling that senders have for it: 2, 2.0, 2e0. One with a fraction, or out of range, is refused.</summary>
/// <typeparam name="T">An integer type.</typeparam>
internal sealed class WholeNumberConverter<T> : JsonConverter<T>
    where T : struct, IBinaryInteger<T>
{
    // Beyond it a double does not tell whole numbers apart.
    private const double LargestExact = 1L << 53;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            throw new JsonException();
        }

        var digits = Encoding.ASCII.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
        if (T.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        var value = reader.GetDouble();
        if (value != Math.Floor(value) || Math.Abs(value) > LargestExact)
        {
            throw new JsonException();
        }

        try
        {
            return T.CreateChecked(value);
        }
        catch (OverflowException)
        {
            throw new JsonException();
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteRawValue(value.ToString(null, CultureInfo.InvariantCulture));
}
