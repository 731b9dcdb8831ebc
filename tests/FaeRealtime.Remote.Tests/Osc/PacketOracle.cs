using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace FaeRealtime.Remote.Tests.Osc;

/// <summary>Says apart from the program's own code what an OSC packet asks for, of the few addresses that tests damage.</summary>
internal sealed class PacketOracle
{
    private const ulong AtOnce = 1;

    private readonly List<(string Address, List<object>? Values, ulong Time)> _messages = [];

    /// <summary>What a packet does.</summary>
    /// <param name="packet">The bytes.</param>
    /// <param name="state">What is set; changed by a packet that must be accepted.</param>
    /// <param name="known">Every address that the program has.</param>
    /// <returns>True where it must be accepted, false where it must be refused, null where this does not know.</returns>
    public static bool? Apply(byte[] packet, PacketState state, IReadOnlySet<string> known)
    {
        var oracle = new PacketOracle();
        if (!oracle.ReadElement(packet, AtOnce, 0))
        {
            return false;
        }

        // Patterns are another test's.
        if (oracle._messages.Exists(message => message.Address.AsSpan().IndexOfAny("?*[{") >= 0 || message.Address.Contains("//", StringComparison.Ordinal)))
        {
            return null;
        }

        // Of a packet with messages for us, those for others are passed over.
        var ours = oracle._messages.RemoveAll(message => !message.Address.StartsWith("/fae/", StringComparison.Ordinal)) == 0 || oracle._messages.Count > 0;
        if (!ours || oracle._messages.Exists(message => message.Values is null || !Exists(message.Address, known)))
        {
            return false;
        }

        var now = (ulong)((TimeProvider.System.GetUtcNow() - new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds * 4294967296.0);
        var ahead = oracle._messages.Where(message => message.Time > AtOnce).Select(message => unchecked((long)(message.Time - now)) / 4294967296.0).ToList();
        if (ahead.Exists(seconds => seconds > 11.0))
        {
            return false;
        }

        // What waits is another test's; a refusal whatever else is asked for decides before what is not known.
        var answers = oracle._messages.Select(message => state.Apply(message.Address, message.Values!)).ToList();
        return answers.Contains(false) ? false : answers.Contains(null) || ahead.Exists(seconds => seconds > -1.0) ? null : true;
    }

    private static bool Exists(string address, IReadOnlySet<string> known) =>
        known.Contains(address) || (address.StartsWith("/fae/class/", StringComparison.Ordinal) && int.TryParse(address.AsSpan(11), NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private bool ReadElement(ReadOnlySpan<byte> bytes, ulong time, int depth)
    {
        if (bytes.Length == 0 || bytes.Length % 4 != 0)
        {
            return false;
        }

        return bytes.StartsWith("#bundle\0"u8) ? depth < 8 && ReadBundle(bytes, time, depth) : ReadMessage(bytes, time, depth > 0);
    }

    private bool ReadBundle(ReadOnlySpan<byte> bytes, ulong around, int depth)
    {
        if (bytes.Length < 16)
        {
            return false;
        }

        var time = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        time = time <= AtOnce ? around : time;
        if (around > AtOnce && unchecked((long)(time - around)) < 0)
        {
            return false;
        }

        for (var at = 16; at < bytes.Length;)
        {
            var size = bytes.Length - at < 4 ? -1 : BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);
            if (size <= 0 || size > bytes.Length - at - 4 || !ReadElement(bytes.Slice(at + 4, size), time, depth + 1))
            {
                return false;
            }

            at += 4 + size;
        }

        return true;
    }

    // Within a bundle, wrong arguments are the message's own matter.
    private bool ReadMessage(ReadOnlySpan<byte> bytes, ulong time, bool isOfABundle)
    {
        var at = 0;
        if (Text(bytes, ref at) is not { } address || !address.StartsWith('/'))
        {
            return false;
        }

        var values = Values(bytes, at);
        _messages.Add((address, values, time));
        return (values is not null || isOfABundle) && _messages.Count <= 1024;
    }

    private static List<object>? Values(ReadOnlySpan<byte> bytes, int at)
    {
        var types = ",";
        if ((at < bytes.Length && (types = Text(bytes, ref at)!) is null) || !types.StartsWith(',') || types.Length > 129)
        {
            return null;
        }

        var (values, open) = (new List<object>(), 0);
        foreach (var type in types.AsSpan(1))
        {
            if (type is '[' or ']')
            {
                open += type == '[' ? 1 : -1;
                if (open < 0)
                {
                    return null;
                }
            }
            else if (!Value(type, bytes, ref at, values))
            {
                return null;
            }
        }

        return at == bytes.Length && open == 0 ? values : null;
    }

    private static bool Value(char type, ReadOnlySpan<byte> bytes, ref int at, List<object> values)
    {
        var length = type switch { 'i' or 'f' or 'b' or 'c' or 'r' or 'm' => 4, 'h' or 'd' or 't' => 8, 'T' or 'F' or 's' or 'S' or 'N' or 'I' => 0, _ => int.MaxValue };
        if (length > bytes.Length - at)
        {
            return false;
        }

        var value = bytes[at..];
        at += length;
        switch (type)
        {
            case 'i': values.Add((long)BinaryPrimitives.ReadInt32BigEndian(value)); return true;
            case 'h': values.Add(BinaryPrimitives.ReadInt64BigEndian(value)); return true;
            case 'f': values.Add((double)BinaryPrimitives.ReadSingleBigEndian(value)); return true;
            case 'd': values.Add(BinaryPrimitives.ReadDoubleBigEndian(value)); return true;
            case 'r' or 'm' or 't': return true;
            case 'N' or 'I': return Keep(values, DBNull.Value);
            case 'c': return Rune.TryCreate(BinaryPrimitives.ReadUInt32BigEndian(value), out var letter) && Keep(values, letter.ToString());
            case 's' or 'S': return Text(bytes, ref at) is { } text && Keep(values, text);
            case 'b': return Skip(BinaryPrimitives.ReadInt32BigEndian(value), bytes, ref at);
            default: return Keep(values, type == 'T');
        }
    }

    private static bool Keep(List<object> values, object value)
    {
        values.Add(value);
        return true;
    }

    private static bool Skip(int size, ReadOnlySpan<byte> bytes, ref int at)
    {
        if (size < 0 || size > bytes.Length - at || (size + 3) / 4 * 4 > bytes.Length - at)
        {
            return false;
        }

        at += (size + 3) / 4 * 4;
        return true;
    }

    private static string? Text(ReadOnlySpan<byte> bytes, ref int at)
    {
        var end = bytes[at..].IndexOf((byte)0);
        var padded = (end + 4) / 4 * 4;
        if (end < 0 || padded > bytes.Length - at)
        {
            return null;
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.Slice(at, end));
            at += padded;
            return text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
