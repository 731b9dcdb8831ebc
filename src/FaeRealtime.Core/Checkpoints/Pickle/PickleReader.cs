using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>
/// A pickle machine that can make numbers, strings and plain containers, and hands every name to a vocabulary. An object of a class that the vocabulary lacks becomes a
/// <see cref="PicklePlaceholder"/>, which takes arguments, state and items and does nothing with them; nothing is looked up, built or called.
/// </summary>
/// <remarks>
/// Opcodes as in CPython's pickletools.py, protocols 2 to 5. There is no recursion, and no opcode costs more than a constant times its own bytes, so that time and memory
/// are linear in the pickle's length. Values: null, <see cref="bool"/>, <see cref="long"/>, <see cref="System.Numerics.BigInteger"/>, <see cref="double"/>, <see cref="string"/>,
/// <c>byte[]</c>, <see cref="PickleTuple"/>, <see cref="PickleList"/>, <see cref="PickleDictionary"/>, <see cref="PicklePlaceholder"/> and the vocabulary's own.
/// </remarks>
internal ref struct PickleReader
{
    private readonly string _path;
    private readonly IPickleVocabulary _vocabulary;
    private readonly PickleStack _stack;
    private readonly Dictionary<uint, object?> _memo = [];
    private PickleInput _input;

    private PickleReader(string path, ReadOnlySpan<byte> bytes, IPickleVocabulary vocabulary)
    {
        _path = path;
        _vocabulary = vocabulary;
        _stack = new PickleStack(path);
        _input = new PickleInput(path, bytes);
    }

    /// <summary>Reads one pickle.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="bytes">Bytes that begin with the pickle; more may follow.</param>
    /// <param name="vocabulary">What its names mean.</param>
    /// <param name="length">The pickle's own length.</param>
    /// <returns>Its value. It may share parts and contain itself.</returns>
    /// <exception cref="CheckpointException">The pickle is damaged, or does with a name of the vocabulary what torch.save does not.</exception>
    public static object? Read(string path, ReadOnlySpan<byte> bytes, IPickleVocabulary vocabulary, out int length)
    {
        var reader = new PickleReader(path, bytes, vocabulary);
        var value = reader.Run();
        length = reader._input.Position;
        return value;
    }

    private object? Run()
    {
        var first = _input.Byte();
        var version = _input.Byte();
        if (first != PickleOpcode.Proto || version is < 2 or > 5)
        {
            throw CheckpointFailure.Damaged(_path, $"its pickle begins with 0x{first:X2} 0x{version:X2}; protocols 2 to 5 are read");
        }

        while (true)
        {
            var opcode = _input.Byte();
            if (opcode == PickleOpcode.Stop)
            {
                var value = _stack.Pop();
                return _stack.IsEmpty ? value : throw CheckpointFailure.Damaged(_path, $"its pickle stops with values left over");
            }

            if (!TryNumber(opcode) && !TryText(opcode) && !TryCollection(opcode) && !TryMemo(opcode) && !TryName(opcode) && !TryObject(opcode))
            {
                throw Unknown(opcode);
            }
        }
    }

    private bool TryNumber(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.None: _stack.Push(null); return true;
            case PickleOpcode.NewTrue: _stack.Push(true); return true;
            case PickleOpcode.NewFalse: _stack.Push(false); return true;
            case PickleOpcode.BinInt: _stack.Push((long)_input.Int32()); return true;
            case PickleOpcode.BinInt1: _stack.Push((long)_input.Byte()); return true;
            case PickleOpcode.BinInt2: _stack.Push((long)_input.UInt16()); return true;
            case PickleOpcode.Long1: _stack.Push(_input.Integer(_input.Byte())); return true;
            case PickleOpcode.BinFloat: _stack.Push(_input.Double()); return true;
            default: return false;
        }
    }

    private bool TryText(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.ShortBinUnicode or PickleOpcode.ShortBinString: _stack.Push(_input.Text(_input.Byte())); return true;
            case PickleOpcode.BinUnicode or PickleOpcode.BinString: _stack.Push(_input.Text(_input.UInt32())); return true;
            case PickleOpcode.BinUnicode8: _stack.Push(_input.Text(_input.UInt64())); return true;
            case PickleOpcode.ShortBinBytes: _stack.Push(_input.Take(_input.Byte()).ToArray()); return true;
            case PickleOpcode.BinBytes: _stack.Push(_input.Take(_input.UInt32()).ToArray()); return true;
            case PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8: _stack.Push(_input.Take(_input.UInt64()).ToArray()); return true;
            default: return false;
        }
    }

    private bool TryCollection(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark: _stack.Mark(); return true;
            case PickleOpcode.EmptyTuple: _stack.Push(PickleTuple.Empty); return true;
            case PickleOpcode.EmptyList or PickleOpcode.EmptySet: _stack.Push(new PickleList()); return true;
            case PickleOpcode.EmptyDict: _stack.Push(new PickleDictionary()); return true;
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3: _stack.PushTuple(opcode - PickleOpcode.Tuple1 + 1); return true;
            case PickleOpcode.Tuple: _stack.PushMarked(new PickleTuple(_stack.SinceMark().ToArray())); return true;
            case PickleOpcode.FrozenSet: _stack.PushMarked(PickleList.Of(_stack.SinceMark())); return true;
            case PickleOpcode.Append: Append(); return true;
            case PickleOpcode.Appends or PickleOpcode.AddItems: AppendMarked(opcode); return true;
            case PickleOpcode.SetItem: SetItem(); return true;
            case PickleOpcode.SetItems: SetMarkedItems(); return true;
            default: return false;
        }
    }

    private bool TryMemo(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.BinPut: _memo[_input.Byte()] = _stack.Top; return true;
            case PickleOpcode.LongBinPut: _memo[_input.UInt32()] = _stack.Top; return true;
            case PickleOpcode.Memoize: _memo[(uint)_memo.Count] = _stack.Top; return true;
            case PickleOpcode.BinGet: _stack.Push(Remembered(_input.Byte())); return true;
            case PickleOpcode.LongBinGet: _stack.Push(Remembered(_input.UInt32())); return true;
            case PickleOpcode.Pop: _stack.Pop(); return true;
            case PickleOpcode.PopMark: _stack.SinceMark(); _stack.DropToMark(); return true;
            case PickleOpcode.Dup: _stack.Push(_stack.Top); return true;
            case PickleOpcode.Frame: CheckFrame(_input.UInt64()); return true;
            default: return false;
        }
    }

    private bool TryName(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Global:
                var module = _input.Line();
                _stack.Push(Global(module, _input.Line()));
                return true;
            case PickleOpcode.StackGlobal:
                var name = _stack.Pop();
                _stack.Push(_stack.Pop() is string of && name is string text ? Global(of, text) : throw Misplaced(opcode));
                return true;
            case PickleOpcode.Reduce:
                var arguments = _stack.Pop() as PickleTuple ?? throw Misplaced(opcode);
                var function = _stack.Pop();
                _stack.Push(function is PicklePlaceholder named ? new PicklePlaceholder(named.Name, arguments) : _vocabulary.Call(function, arguments));
                return true;
            case PickleOpcode.BinPersId:
                _stack.Push(_vocabulary.Persistent(_stack.Pop()));
                return true;
            case PickleOpcode.Build:
                Build();
                return true;
            default:
                return false;
        }
    }

    /// <summary>The opcodes that make objects of classes: placeholders, where the class is unknown.</summary>
    private bool TryObject(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.NewObj:
                var arguments = _stack.Pop() as PickleTuple ?? throw Misplaced(opcode);
                PushObject(opcode, _stack.Pop(), arguments);
                return true;
            case PickleOpcode.NewObjEx:
                var named = _stack.Pop();
                var placed = _stack.Pop();
                PushObject(opcode, _stack.Pop(), new PickleTuple([placed, named]));
                return true;
            case PickleOpcode.Inst:
                var module = _input.Line();
                var made = Global(module, _input.Line());
                var given = new PickleTuple(_stack.SinceMark().ToArray());
                _stack.DropToMark();
                PushObject(opcode, made, given);
                return true;
            case PickleOpcode.Obj:
                var marked = _stack.SinceMark();
                var (type, rest) = marked.Length > 0 ? (marked[0], new PickleTuple(marked[1..].ToArray())) : throw Misplaced(opcode);
                _stack.DropToMark();
                PushObject(opcode, type, rest);
                return true;
            case PickleOpcode.Ext1: PushExtension(_input.Byte()); return true;
            case PickleOpcode.Ext2: PushExtension(_input.UInt16()); return true;
            case PickleOpcode.Ext4: PushExtension(_input.UInt32()); return true;
            default:
                return false;
        }
    }

    private readonly void PushObject(byte opcode, object? type, PickleTuple arguments) =>
        _stack.Push(type is PicklePlaceholder named ? new PicklePlaceholder(named.Name, arguments) : throw Unknown(opcode));

    /// <remarks>A class by its number in a registry (PEP 307) that only the writer had.</remarks>
    private readonly void PushExtension(uint number) => _stack.Push(new PicklePlaceholder(string.Create(CultureInfo.InvariantCulture, $"copyreg.extension {number}")));

    private readonly object Global(string module, string name) => _vocabulary.Global(module, name) ?? new PicklePlaceholder($"{module}.{name}");

    /// <remarks>A state dict's OrderedDict carries <c>_metadata</c> as an attribute; attributes of plain containers mean nothing here and are dropped.</remarks>
    private readonly void Build()
    {
        var state = _stack.Pop();
        if (_stack.Top is PicklePlaceholder placeholder)
        {
            placeholder.Give([state]);
        }
        else if (_stack.Top is not PickleDictionary || state is not PickleDictionary)
        {
            throw CheckpointFailure.Refused(_path, $"opcode BUILD sets attributes of something other than a dictionary");
        }
    }

    private readonly void Append()
    {
        var item = _stack.Pop();
        AddItems(PickleOpcode.Append, _stack.Top, [item]);
    }

    private readonly void AppendMarked(byte opcode)
    {
        var items = _stack.SinceMark();
        AddItems(opcode, _stack.BelowMark(), items);
        _stack.DropToMark();
    }

    private readonly void AddItems(byte opcode, object? target, ReadOnlySpan<object?> items)
    {
        switch (target)
        {
            case PickleList list: list.AddRange(items); break;
            case PicklePlaceholder placeholder: placeholder.Give(items); break;
            default: throw Misplaced(opcode);
        }
    }

    private readonly void SetItem()
    {
        var value = _stack.Pop();
        var key = _stack.Pop();
        AddPairs(PickleOpcode.SetItem, _stack.Top, [key, value]);
    }

    private readonly void SetMarkedItems()
    {
        var items = _stack.SinceMark();
        AddPairs(PickleOpcode.SetItems, _stack.BelowMark(), items);
        _stack.DropToMark();
    }

    private readonly void AddPairs(byte opcode, object? target, ReadOnlySpan<object?> keysAndValues)
    {
        switch (target)
        {
            case PickleDictionary dictionary when keysAndValues.Length % 2 == 0: dictionary.AddRange(keysAndValues); break;
            case PicklePlaceholder placeholder when keysAndValues.Length % 2 == 0: placeholder.Give(keysAndValues); break;
            default: throw Misplaced(opcode);
        }
    }

    private readonly object? Remembered(uint index) => _memo.TryGetValue(index, out var value)
        ? value
        : throw CheckpointFailure.Damaged(_path, $"its pickle asks for value {index}, which it never stored");

    private readonly void CheckFrame(ulong length)
    {
        var rest = _input;
        _ = rest.Take(length);
    }

    private readonly CheckpointException Misplaced(byte opcode) =>
        CheckpointFailure.Damaged(_path, $"opcode 0x{opcode:X2} of its pickle meets values of another type at byte {_input.Position}");

    private readonly CheckpointException Unknown(byte opcode) => PickleOpcode.NameOfRefused(opcode) is { } name
        ? CheckpointFailure.Refused(_path, $"opcode {name} of its pickle {PickleOpcode.Purpose(name)}")
        : CheckpointFailure.Damaged(_path, $"byte {_input.Position - 1} of its pickle, 0x{opcode:X2}, is no opcode that torch.save writes");
}
