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
    private readonly string path;
    private readonly IPickleVocabulary vocabulary;
    private readonly PickleStack stack;
    private readonly Dictionary<uint, object?> memo = [];
    private PickleInput input;

    private PickleReader(string path, ReadOnlySpan<byte> bytes, IPickleVocabulary vocabulary)
    {
        this.path = path;
        this.vocabulary = vocabulary;
        stack = new PickleStack(path);
        input = new PickleInput(path, bytes);
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
        length = reader.input.Position;
        return value;
    }

    private object? Run()
    {
        var first = input.Byte();
        var version = input.Byte();
        if (first != PickleOpcode.Proto || version is < 2 or > 5)
        {
            throw CheckpointFailure.Damaged(path, $"its pickle begins with 0x{first:X2} 0x{version:X2}; protocols 2 to 5 are read");
        }

        while (true)
        {
            var opcode = input.Byte();
            if (opcode == PickleOpcode.Stop)
            {
                var value = stack.Pop();
                return stack.IsEmpty ? value : throw CheckpointFailure.Damaged(path, $"its pickle stops with values left over");
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
            case PickleOpcode.None: stack.Push(null); return true;
            case PickleOpcode.NewTrue: stack.Push(true); return true;
            case PickleOpcode.NewFalse: stack.Push(false); return true;
            case PickleOpcode.BinInt: stack.Push((long)input.Int32()); return true;
            case PickleOpcode.BinInt1: stack.Push((long)input.Byte()); return true;
            case PickleOpcode.BinInt2: stack.Push((long)input.UInt16()); return true;
            case PickleOpcode.Long1: stack.Push(input.Integer(input.Byte())); return true;
            case PickleOpcode.BinFloat: stack.Push(input.Double()); return true;
            default: return false;
        }
    }

    private bool TryText(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.ShortBinUnicode or PickleOpcode.ShortBinString: stack.Push(input.Text(input.Byte())); return true;
            case PickleOpcode.BinUnicode or PickleOpcode.BinString: stack.Push(input.Text(input.UInt32())); return true;
            case PickleOpcode.BinUnicode8: stack.Push(input.Text(input.UInt64())); return true;
            case PickleOpcode.ShortBinBytes: stack.Push(input.Take(input.Byte()).ToArray()); return true;
            case PickleOpcode.BinBytes: stack.Push(input.Take(input.UInt32()).ToArray()); return true;
            case PickleOpcode.BinBytes8 or PickleOpcode.ByteArray8: stack.Push(input.Take(input.UInt64()).ToArray()); return true;
            default: return false;
        }
    }

    private bool TryCollection(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark: stack.Mark(); return true;
            case PickleOpcode.EmptyTuple: stack.Push(PickleTuple.Empty); return true;
            case PickleOpcode.EmptyList or PickleOpcode.EmptySet: stack.Push(new PickleList()); return true;
            case PickleOpcode.EmptyDict: stack.Push(new PickleDictionary()); return true;
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3: PushTuple(opcode - PickleOpcode.Tuple1 + 1); return true;
            case PickleOpcode.Tuple: PushMarked(new PickleTuple(stack.SinceMark().ToArray())); return true;
            case PickleOpcode.FrozenSet: PushMarked(ListOf(stack.SinceMark())); return true;
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
            case PickleOpcode.BinPut: memo[input.Byte()] = stack.Top; return true;
            case PickleOpcode.LongBinPut: memo[input.UInt32()] = stack.Top; return true;
            case PickleOpcode.Memoize: memo[(uint)memo.Count] = stack.Top; return true;
            case PickleOpcode.BinGet: stack.Push(Remembered(input.Byte())); return true;
            case PickleOpcode.LongBinGet: stack.Push(Remembered(input.UInt32())); return true;
            case PickleOpcode.Pop: stack.Pop(); return true;
            case PickleOpcode.PopMark: stack.SinceMark(); stack.DropToMark(); return true;
            case PickleOpcode.Dup: stack.Push(stack.Top); return true;
            case PickleOpcode.Frame: CheckFrame(input.UInt64()); return true;
            default: return false;
        }
    }

    private bool TryName(byte opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Global:
                var module = input.Line();
                stack.Push(Global(module, input.Line()));
                return true;
            case PickleOpcode.StackGlobal:
                var name = stack.Pop();
                stack.Push(stack.Pop() is string of && name is string text ? Global(of, text) : throw Misplaced(opcode));
                return true;
            case PickleOpcode.Reduce:
                var arguments = stack.Pop() as PickleTuple ?? throw Misplaced(opcode);
                var function = stack.Pop();
                stack.Push(function is PicklePlaceholder named ? new PicklePlaceholder(named.Name, arguments) : vocabulary.Call(function, arguments));
                return true;
            case PickleOpcode.BinPersId:
                stack.Push(vocabulary.Persistent(stack.Pop()));
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
                var arguments = stack.Pop() as PickleTuple ?? throw Misplaced(opcode);
                PushObject(opcode, stack.Pop(), arguments);
                return true;
            case PickleOpcode.NewObjEx:
                var named = stack.Pop();
                var placed = stack.Pop();
                PushObject(opcode, stack.Pop(), new PickleTuple([placed, named]));
                return true;
            case PickleOpcode.Inst:
                var module = input.Line();
                var made = Global(module, input.Line());
                var given = new PickleTuple(stack.SinceMark().ToArray());
                stack.DropToMark();
                PushObject(opcode, made, given);
                return true;
            case PickleOpcode.Obj:
                var marked = stack.SinceMark();
                var (type, rest) = marked.Length > 0 ? (marked[0], new PickleTuple(marked[1..].ToArray())) : throw Misplaced(opcode);
                stack.DropToMark();
                PushObject(opcode, type, rest);
                return true;
            case PickleOpcode.Ext1: PushExtension(input.Byte()); return true;
            case PickleOpcode.Ext2: PushExtension(input.UInt16()); return true;
            case PickleOpcode.Ext4: PushExtension(input.UInt32()); return true;
            default:
                return false;
        }
    }

    private readonly void PushObject(byte opcode, object? type, PickleTuple arguments) =>
        stack.Push(type is PicklePlaceholder named ? new PicklePlaceholder(named.Name, arguments) : throw Unknown(opcode));

    /// <remarks>A class by its number in a registry (PEP 307) that only the writer had.</remarks>
    private readonly void PushExtension(uint number) => stack.Push(new PicklePlaceholder(string.Create(CultureInfo.InvariantCulture, $"copyreg.extension {number}")));

    private readonly object Global(string module, string name) => vocabulary.Global(module, name) ?? new PicklePlaceholder($"{module}.{name}");

    /// <remarks>A state dict's OrderedDict carries <c>_metadata</c> as an attribute; attributes of plain containers mean nothing here and are dropped.</remarks>
    private readonly void Build()
    {
        var state = stack.Pop();
        if (stack.Top is PicklePlaceholder placeholder)
        {
            placeholder.Give([state]);
        }
        else if (stack.Top is not PickleDictionary || state is not PickleDictionary)
        {
            throw CheckpointFailure.Refused(path, $"opcode BUILD sets attributes of something other than a dictionary");
        }
    }

    private readonly void PushTuple(int count)
    {
        var items = new object?[count];
        while (--count >= 0)
        {
            items[count] = stack.Pop();
        }

        stack.Push(new PickleTuple(items));
    }

    private readonly void PushMarked(object collection)
    {
        stack.DropToMark();
        stack.Push(collection);
    }

    private static PickleList ListOf(ReadOnlySpan<object?> items)
    {
        var list = new PickleList();
        list.AddRange(items);
        return list;
    }

    private readonly void Append()
    {
        var item = stack.Pop();
        AddItems(PickleOpcode.Append, stack.Top, [item]);
    }

    private readonly void AppendMarked(byte opcode)
    {
        var items = stack.SinceMark();
        AddItems(opcode, stack.BelowMark(), items);
        stack.DropToMark();
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
        var value = stack.Pop();
        var key = stack.Pop();
        AddPairs(PickleOpcode.SetItem, stack.Top, [key, value]);
    }

    private readonly void SetMarkedItems()
    {
        var items = stack.SinceMark();
        AddPairs(PickleOpcode.SetItems, stack.BelowMark(), items);
        stack.DropToMark();
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

    private readonly object? Remembered(uint index) => memo.TryGetValue(index, out var value)
        ? value
        : throw CheckpointFailure.Damaged(path, $"its pickle asks for value {index}, which it never stored");

    private readonly void CheckFrame(ulong length)
    {
        var rest = input;
        _ = rest.Take(length);
    }

    private readonly CheckpointException Misplaced(byte opcode) =>
        CheckpointFailure.Damaged(path, $"opcode 0x{opcode:X2} of its pickle meets values of another type at byte {input.Position}");

    private readonly CheckpointException Unknown(byte opcode) => PickleOpcode.NameOfRefused(opcode) is { } name
        ? CheckpointFailure.Refused(path, $"opcode {name} of its pickle {PickleOpcode.Purpose(name)}")
        : CheckpointFailure.Damaged(path, $"byte {input.Position - 1} of its pickle, 0x{opcode:X2}, is no opcode that torch.save writes");
}
