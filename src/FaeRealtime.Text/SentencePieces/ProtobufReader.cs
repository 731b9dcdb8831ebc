using System.Buffers.Binary;

namespace FaeRealtime.Text.SentencePieces;

/// <summary>The fields of a Protocol Buffers message, one after the other.</summary>
/// <param name="message">The encoded message.</param>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Number of the field.</summary>
    public int Field { get; private set; }

    /// <summary>Its value, where it is an integer, a Boolean or a member of an enumeration.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its bytes, where it is a text, a message or a fixed-size number.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Its value, where it is a float.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public readonly float Single => Bytes.Length == sizeof(float) ? BinaryPrimitives.ReadSingleLittleEndian(Bytes) : throw new InvalidDataException($"Field {Field} is no float.");

    /// <summary>Goes to the next field.</summary>
    /// <returns>False behind the last.</returns>
    /// <exception cref="InvalidDataException">The message is not well-formed.</exception>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var key = Varint();
        Field = (int)(key >> 3);
        Number = 0;
        Bytes = default;
        switch (key & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Bytes = Take(sizeof(ulong));
                break;
            case 2:
                Bytes = Take(Varint());
                break;
            case 5:
                Bytes = Take(sizeof(uint));
                break;
            default:
                throw new InvalidDataException($"Field {Field} has the unknown wire type {key & 7}.");
        }

        return true;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var i = 0; i < 10 && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw new InvalidDataException("It ends inside a number.");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
        {
            throw new InvalidDataException($"Field {Field} has {count} bytes where {_rest.Length} are left.");
        }

        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
