using System.Buffers;
using System.Buffers.Binary;

namespace FaeRealtime.Core.Checkpoints.Zip;

/// <summary>Fields one after the other, as zip stores them.</summary>
internal sealed class LittleEndianRecord
{
    private readonly ArrayBufferWriter<byte> buffer = new(64);

    public int Length => buffer.WrittenCount;

    public ReadOnlySpan<byte> Bytes => buffer.WrittenSpan;

    public LittleEndianRecord Add(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.GetSpan(sizeof(ushort)), value);
        buffer.Advance(sizeof(ushort));
        return this;
    }

    public LittleEndianRecord Add(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.GetSpan(sizeof(uint)), value);
        buffer.Advance(sizeof(uint));
        return this;
    }

    public LittleEndianRecord Add(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.GetSpan(sizeof(ulong)), value);
        buffer.Advance(sizeof(ulong));
        return this;
    }

    public LittleEndianRecord Add(ReadOnlySpan<byte> bytes)
    {
        buffer.Write(bytes);
        return this;
    }

    public void WriteTo(Stream stream) => stream.Write(Bytes);
}
