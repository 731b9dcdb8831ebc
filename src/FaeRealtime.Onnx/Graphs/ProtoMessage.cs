using Google.Protobuf;

namespace FaeRealtime.Onnx.Graphs;

/// <summary>Messages of Protocol Buffers, field by field.</summary>
internal static class ProtoMessage
{
    /// <summary>A message's bytes.</summary>
    /// <param name="write">Writes its fields.</param>
    public static byte[] Of(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var stream = new CodedOutputStream(memory, leaveOpen: true))
        {
            write(stream);
        }

        return memory.ToArray();
    }

    /// <summary>What a field of bytes takes with its tag and length.</summary>
    /// <param name="field">Its number.</param>
    /// <param name="length">How many bytes.</param>
    public static long Size(int field, long length) => CodedOutputStream.ComputeTagSize(field) + CodedOutputStream.ComputeUInt64Size((ulong)length) + length;

    /// <summary>Writes a text.</summary>
    public static void Text(this CodedOutputStream stream, int field, string text)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteString(text);
    }

    /// <summary>Writes a whole number.</summary>
    public static void Number(this CodedOutputStream stream, int field, long number)
    {
        stream.WriteTag(field, WireFormat.WireType.Varint);
        stream.WriteInt64(number);
    }

    /// <summary>Writes a fraction.</summary>
    public static void Fraction(this CodedOutputStream stream, int field, float number)
    {
        stream.WriteTag(field, WireFormat.WireType.Fixed32);
        stream.WriteFloat(number);
    }

    /// <summary>Writes bytes, or a message within.</summary>
    public static void Bytes(this CodedOutputStream stream, int field, ReadOnlyMemory<byte> bytes)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteBytes(UnsafeByteOperations.UnsafeWrap(bytes));
    }
}
