namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>A list or set out of a pickle.</summary>
internal sealed class PickleList
{
    private List<object?>? _items;

    private bool _taken;

    public IReadOnlyList<object?> Items => _items is null ? [] : _items;

    public void AddRange(ReadOnlySpan<object?> added)
    {
        if (added.Length > 0)
        {
            (_items ??= new List<object?>(added.Length)).AddRange(added);
        }
    }

    /// <summary>Allows one copy of the items: were there more, a small pickle could make many large ones.</summary>
    /// <returns>Whether this is the first time.</returns>
    public bool TryTake() => !_taken && (_taken = true);
}
