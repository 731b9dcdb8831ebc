using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>Writes a pickle of protocol 2, opcode by opcode.</summary>
internal sealed class PickleWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Dictionary<string, uint> _memo = new(StringComparer.Ordinal);

    public PickleWriter() => Opcode(PickleOpcode.Proto).Byte(2);

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Writes an opcode without operands.</summary>
    public PickleWriter Opcode(byte opcode) => Byte(opcode);

    /// <summary>Pushes a named class or function: by name the first time, then from the memo.</summary>
    public PickleWriter Global(string module, string name) => Remembered($"{module}\n{name}\n", text =>
    {
        Opcode(PickleOpcode.Global);
        _buffer.Write(Encoding.UTF8.GetBytes(text));
    });

    /// <summary>Pushes a string that comes once.</summary>
    public PickleWriter Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Opcode(PickleOpcode.BinUnicode);
        Int32(bytes.Length);
        _buffer.Write(bytes);
        return this;
    }

    /// <summary>Pushes a string that comes often.</summary>
    public PickleWriter Word(string text) => Remembered(text, word => Text(word));

    /// <summary>Pushes a whole number.</summary>
    public PickleWriter Integer(long value)
    {
        switch (value)
        {
            case >= 0 and <= byte.MaxValue:
                return Opcode(PickleOpcode.BinInt1).Byte((byte)value);
            case >= int.MinValue and <= int.MaxValue:
                Opcode(PickleOpcode.BinInt);
                Int32((int)value);
                return this;
            default:
                Opcode(PickleOpcode.Long1).Byte(sizeof(long));
                BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(sizeof(long)), value);
                _buffer.Advance(sizeof(long));
                return this;
        }
    }

    /// <summary>Pushes a tuple of whole numbers.</summary>
    public PickleWriter Tuple(IEnumerable<long> values)
    {
        Opcode(PickleOpcode.Mark);
        foreach (var value in values)
        {
            Integer(value);
        }

        return Opcode(PickleOpcode.Tuple);
    }

    private PickleWriter Remembered(string key, Action<string> write)
    {
        if (_memo.TryGetValue(key, out var index))
        {
            Opcode(PickleOpcode.LongBinGet);
            Int32((int)index);
            return this;
        }

        write(key);
        _memo.Add(key, (uint)_memo.Count);
        Opcode(PickleOpcode.LongBinPut);
        Int32(_memo.Count - 1);
        return this;
    }

    private PickleWriter Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    private void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(sizeof(int)), value);
        _buffer.Advance(sizeof(int));
    }
}
