using System.Buffers.Binary;
using System.Text;

namespace FaeRealtime.Remote.Tests.Osc;

/// <summary>Writes OSC packets as a sender would, apart from the program's own code.</summary>
internal static class OscPackets
{
    /// <summary>A message; arguments of types int, long, float, double, string, bool, byte[].</summary>
    public static byte[] Message(string address, params object[] arguments)
    {
        var types = new StringBuilder(",");
        var body = new List<byte>();
        foreach (var argument in arguments)
        {
            types.Append(Append(body, argument));
        }

        return [.. Text(address), .. Text(types.ToString()), .. body];
    }

    /// <summary>A bundle of messages or bundles, for at once.</summary>
    public static byte[] Bundle(params byte[][] elements) => Bundle(1UL, elements);

    /// <summary>A bundle for a time, in parts of 2⁻³² s since 1900.</summary>
    public static byte[] Bundle(ulong time, params byte[][] elements) =>
        [.. "#bundle\0"u8, .. BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(time)), .. elements.SelectMany(element => (byte[])[.. Big(element.Length), .. element])];

    private static char Append(List<byte> body, object argument)
    {
        switch (argument)
        {
            case int value:
                body.AddRange(Big(value));
                return 'i';
            case long value:
                body.AddRange(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(value)));
                return 'h';
            case float value:
                body.AddRange(Big(BitConverter.SingleToInt32Bits(value)));
                return 'f';
            case double value:
                body.AddRange(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToInt64Bits(value))));
                return 'd';
            case string value:
                body.AddRange(Text(value));
                return 's';
            case bool value:
                return value ? 'T' : 'F';
            case byte[] value:
                body.AddRange(Big(value.Length));
                body.AddRange(value);
                body.AddRange(new byte[(4 - (value.Length % 4)) % 4]);
                return 'b';
            default:
                throw new ArgumentException($"{argument.GetType()} is no OSC type.", nameof(argument));
        }
    }

    private static byte[] Big(int value) => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(value));

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. bytes, .. new byte[4 - (bytes.Length % 4)]];
    }
}
