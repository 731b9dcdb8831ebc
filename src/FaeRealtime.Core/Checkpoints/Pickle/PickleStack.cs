using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>The stack of the pickle machine, with the marks that begin its open collections.</summary>
/// <param name="path">For messages.</param>
internal sealed class PickleStack(string path)
{
    private readonly List<object?> _items = [];
    private readonly List<int> _marks = [];

    /// <summary>Where the innermost open collection begins: nothing below is touched before its mark is.</summary>
    private int Floor => _marks.Count == 0 ? 0 : _marks[^1];

    public object? Top => _items.Count > Floor ? _items[^1] : throw Underflow();

    public bool IsEmpty => _items.Count == 0 && _marks.Count == 0;

    public void Push(object? value) => _items.Add(value);

    public void Mark() => _marks.Add(_items.Count);

    public object? Pop()
    {
        var top = Top;
        _items.RemoveAt(_items.Count - 1);
        return top;
    }

    /// <summary>The items above the innermost mark, which stay until <see cref="DropToMark"/>.</summary>
    /// <returns>A view; valid until the stack changes.</returns>
    public ReadOnlySpan<object?> SinceMark() => _marks.Count > 0
        ? CollectionsMarshal.AsSpan(_items)[_marks[^1]..]
        : throw CheckpointFailure.Damaged(path, $"its pickle closes a collection that it never opened");

    /// <summary>Takes the innermost mark away, and the items above it.</summary>
    public void DropToMark()
    {
        _items.RemoveRange(_marks[^1], _items.Count - _marks[^1]);
        _marks.RemoveAt(_marks.Count - 1);
    }

    /// <summary>The item right below the innermost mark.</summary>
    public object? BelowMark()
    {
        var below = _marks[^1] - 1;
        var floor = _marks.Count > 1 ? _marks[^2] : 0;
        return below >= floor ? _items[below] : throw Underflow();
    }

    /// <summary>Makes a tuple of the topmost items.</summary>
    public void PushTuple(int count)
    {
        var items = new object?[count];
        while (--count >= 0)
        {
            items[count] = Pop();
        }

        Push(new PickleTuple(items));
    }

    /// <summary>Puts a collection in the place of the innermost mark and the items above it.</summary>
    public void PushMarked(object collection)
    {
        DropToMark();
        Push(collection);
    }

    private CheckpointException Underflow() => CheckpointFailure.Damaged(path, $"its pickle takes more from the stack than it put there");
}
