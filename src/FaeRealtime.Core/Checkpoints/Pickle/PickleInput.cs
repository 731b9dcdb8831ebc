using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>Takes a pickle's bytes one operand at a time; nothing is allocated before the bytes for it are there.</summary>
internal ref struct PickleInput(string path, ReadOnlySpan<byte> bytes)
{
    /// <summary>Module and class names are identifiers: longer ones are damage.</summary>
    private const int MaximumLine = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes taken so far.</summary>
    public int Position { get; private set; }

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <remarks>The one big-endian field of the format.</remarks>
    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>A whole number in two's complement: <see cref="long"/> where it fits, else <see cref="BigInteger"/>.</summary>
    public object Integer(ulong length)
    {
        var value = new BigInteger(Take(length));
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    public string Text(ulong length)
    {
        try
        {
            return StrictUtf8.GetString(Take(length));
        }
        catch (DecoderFallbackException failure)
        {
            throw Damaged($"a string in its pickle is not UTF-8", failure);
        }
    }

    /// <summary>Text up to the next line feed.</summary>
    public string Line()
    {
        var rest = _bytes[Position..];
        var length = rest[..Math.Min(rest.Length, MaximumLine)].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw Damaged($"a name in its pickle does not end within {MaximumLine} bytes");
        }

        var line = Text((ulong)length);
        Position++;
        return line;
    }

    /// <summary>The next bytes.</summary>
    /// <param name="length">How many.</param>
    public ReadOnlySpan<byte> Take(ulong length)
    {
        var rest = _bytes.Length - Position;
        if (length > (ulong)rest)
        {
            throw Damaged($"its pickle wants {length} bytes at byte {Position}, {rest} follow");
        }

        var taken = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    private readonly CheckpointException Damaged(FormattableString what, Exception? cause = null) => CheckpointFailure.Damaged(path, what, cause);
}
