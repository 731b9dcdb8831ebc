using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>The stack of the pickle machine, with the marks that begin its open collections.</summary>
/// <param name="path">For messages.</param>
internal sealed class PickleStack(string path)
{
    private readonly List<object?> items = [];
    private readonly List<int> marks = [];

    /// <summary>Where the innermost open collection begins: nothing below is touched before its mark is.</summary>
    private int Floor => marks.Count == 0 ? 0 : marks[^1];

    public object? Top => items.Count > Floor ? items[^1] : throw Underflow();

    public bool IsEmpty => items.Count == 0 && marks.Count == 0;

    public void Push(object? value) => items.Add(value);

    public void Mark() => marks.Add(items.Count);

    public object? Pop()
    {
        var top = Top;
        items.RemoveAt(items.Count - 1);
        return top;
    }

    /// <summary>The items above the innermost mark, which stay until <see cref="DropToMark"/>.</summary>
    /// <returns>A view; valid until the stack changes.</returns>
    public ReadOnlySpan<object?> SinceMark() => marks.Count > 0
        ? CollectionsMarshal.AsSpan(items)[marks[^1]..]
        : throw CheckpointFailure.Damaged(path, $"its pickle closes a collection that it never opened");

    /// <summary>Takes the innermost mark away, and the items above it.</summary>
    public void DropToMark()
    {
        items.RemoveRange(marks[^1], items.Count - marks[^1]);
        marks.RemoveAt(marks.Count - 1);
    }

    /// <summary>The item right below the innermost mark.</summary>
    public object? BelowMark()
    {
        var below = marks[^1] - 1;
        var floor = marks.Count > 1 ? marks[^2] : 0;
        return below >= floor ? items[below] : throw Underflow();
    }

    private CheckpointException Underflow() => CheckpointFailure.Damaged(path, $"its pickle takes more from the stack than it put there");
}
