using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace FaeRealtime.Remote.Osc;

/// <summary>Reads packets of OSC 1.0 and 1.1: a message, or bundles of them with their times.</summary>
/// <remarks>
/// Argument types i, f, d, h, s, S, c, T, F, N, I and arrays of them; blobs, time tags, colours and MIDI (b, t, r, m) are passed over. Everything is a multiple of four bytes,
/// big-endian, padded with zeros.
/// </remarks>
internal static class OscReader
{
    /// <summary>Most messages of a packet.</summary>
    public const int MostMessages = 1024;

    /// <summary>Most arguments of a message: sixty-four seeds with their weights.</summary>
    public const int MostArguments = 128;

    private const int DeepestBundle = 8;
    private const int BundleHead = 16;
    private const int Alignment = 4;

    /// <summary>Reads a packet.</summary>
    /// <param name="packet">The bytes of one datagram.</param>
    /// <returns>Its messages in order, those of one time together; a message without a bundle acts at once, and so does one that lies in a bundle for at once.</returns>
    /// <exception cref="InvalidDataException">It is no OSC packet.</exception>
    public static IReadOnlyList<OscBundle> Read(ReadOnlySpan<byte> packet)
    {
        var messages = new List<(OscTime Time, OscMessage Message)>(1);
        ReadElement(packet, OscTime.AtOnce, 0, messages);
        return [.. messages.GroupBy(item => item.Time, item => item.Message).Select(group => new OscBundle(group.Key, [.. group]))];
    }

    private static void ReadElement(ReadOnlySpan<byte> element, OscTime time, int depth, List<(OscTime Time, OscMessage Message)> messages)
    {
        Require(element.Length > 0 && element.Length % Alignment == 0, "its length is no multiple of four");
        if (element.StartsWith("#bundle\0"u8))
        {
            ReadBundle(element, time, depth, messages);
            return;
        }

        Require(messages.Count < MostMessages, "it has too many messages");
        messages.Add((time, ReadMessage(element, depth > 0)));
    }

    private static void ReadBundle(ReadOnlySpan<byte> bundle, OscTime around, int depth, List<(OscTime Time, OscMessage Message)> messages)
    {
        Require(bundle.Length >= BundleHead && depth < DeepestBundle, "a bundle is cut short or nested too deep");
        var time = new OscTime(BinaryPrimitives.ReadUInt64BigEndian(bundle[(BundleHead - sizeof(ulong))..]));
        time = time.IsAtOnce ? around : time;
        Require(around.IsAtOnce || time.After(around) >= TimeSpan.Zero, "a bundle's time lies before that of the bundle around it");
        var rest = bundle[BundleHead..];
        while (!rest.IsEmpty)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(Take(ref rest, sizeof(int)));
            Require(size > 0, "an element of a bundle is empty");
            ReadElement(Take(ref rest, size), time, depth + 1, messages);
        }
    }

    // In a bundle, what cannot be read of a message is the matter of whom it is for: others have messages in it, too.
    private static OscMessage ReadMessage(ReadOnlySpan<byte> message, bool isOfABundle)
    {
        var rest = message;
        var address = TakeText(ref rest);
        Require(address.StartsWith('/'), "an address does not start with '/'");
        try
        {
            return new OscMessage(address, ReadArguments(rest));
        }
        catch (InvalidDataException failure) when (isOfABundle)
        {
            return new OscMessage(address, []) { Problem = failure.Message };
        }
    }

    private static List<OscArgument> ReadArguments(ReadOnlySpan<byte> rest)
    {
        // Old senders leave the types out where there are no arguments.
        var types = rest.IsEmpty ? "," : TakeText(ref rest);
        Require(types.StartsWith(','), "the types of a message do not start with ','");
        Require(types.Length - 1 <= MostArguments, "a message has too many arguments");
        var arguments = new List<OscArgument>(types.Length - 1);
        var open = 0;
        foreach (var type in types.AsSpan(1))
        {
            open += type switch { '[' => 1, ']' => -1, _ => 0 };
            Require(open >= 0, "an array ends that has not begun");
            if (type is not ('[' or ']') && TakeArgument(type, ref rest) is { } argument)
            {
                arguments.Add(argument);
            }
        }

        Require(open == 0, "an array has no end");
        Require(rest.IsEmpty, "there are bytes after the last argument");
        return arguments;
    }

    private static OscArgument? TakeArgument(char type, ref ReadOnlySpan<byte> rest)
    {
        switch (type)
        {
            case 'i':
                return OscArgument.Of((long)BinaryPrimitives.ReadInt32BigEndian(Take(ref rest, sizeof(int))));
            case 'h':
                return OscArgument.Of(BinaryPrimitives.ReadInt64BigEndian(Take(ref rest, sizeof(long))));
            case 'f':
                // Through decimal digits: 0.1f is meant as 0.1, not as 0.10000000149.
                return OscArgument.Of(Shortest(BinaryPrimitives.ReadSingleBigEndian(Take(ref rest, sizeof(float)))));
            case 'd':
                return OscArgument.Of(BinaryPrimitives.ReadDoubleBigEndian(Take(ref rest, sizeof(double))));
            case 's' or 'S':
                return OscArgument.Of(TakeText(ref rest));
            case 'c':
                return OscArgument.Of(Letter(BinaryPrimitives.ReadUInt32BigEndian(Take(ref rest, sizeof(uint)))));
            case 'T' or 'F':
                return OscArgument.Of(type == 'T');
            case 'N' or 'I':
                return OscArgument.Press;
            case 'b':
                SkipBlob(ref rest);
                return null;
            case 't':
                Take(ref rest, sizeof(ulong));
                return null;
            case 'r' or 'm':
                Take(ref rest, sizeof(uint));
                return null;
            default:
                throw new InvalidDataException($"the argument type '{(char.IsAsciiLetterOrDigit(type) ? type : '?')}' is none of i f d h s S c T F N I b t r m [ ]");
        }
    }

    private static double Shortest(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Letter(uint code) => Rune.IsValid(code) ? new Rune(code).ToString() : throw new InvalidDataException("a letter is no Unicode character");

    private static void SkipBlob(ref ReadOnlySpan<byte> rest)
    {
        var size = BinaryPrimitives.ReadInt32BigEndian(Take(ref rest, sizeof(int)));
        Require(size >= 0 && size <= rest.Length, "a blob is longer than the message");
        Take(ref rest, Padded(size));
    }

    private static string TakeText(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)0);
        Require(end >= 0, "a text has no end");
        var text = Take(ref rest, Padded(end + 1));
        Require(Utf8.IsValid(text[..end]), "a text is not UTF-8");
        return Encoding.UTF8.GetString(text[..end]);
    }

    private static int Padded(int length) => (length + Alignment - 1) / Alignment * Alignment;

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int length)
    {
        Require((uint)length <= (uint)rest.Length, "it is cut short");
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidDataException(problem);
        }
    }
}
