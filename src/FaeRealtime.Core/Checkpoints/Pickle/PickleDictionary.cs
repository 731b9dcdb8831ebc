namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>A dictionary out of a pickle: its pairs in the order they were put in. A key may be of any type and stand twice; the reader of its keys decides what that means.</summary>
internal sealed class PickleDictionary
{
    private List<KeyValuePair<object?, object?>>? _pairs;

    public IReadOnlyList<KeyValuePair<object?, object?>> Pairs => _pairs is null ? [] : _pairs;

    /// <summary>Puts pairs in.</summary>
    /// <param name="keysAndValues">Key, value, key, value, …</param>
    public void AddRange(ReadOnlySpan<object?> keysAndValues)
    {
        for (var i = 0; i + 1 < keysAndValues.Length; i += 2)
        {
            (_pairs ??= new List<KeyValuePair<object?, object?>>(keysAndValues.Length / 2)).Add(new(keysAndValues[i], keysAndValues[i + 1]));
        }
    }

    /// <summary>The value of the last pair with a key, as Python keeps it; null when there is none.</summary>
    /// <param name="key">A string key.</param>
    public object? Find(string key)
    {
        for (var i = Pairs.Count - 1; i >= 0; i--)
        {
            if (Pairs[i].Key is string name && name == key)
            {
                return Pairs[i].Value;
            }
        }

        return null;
    }
}

/// <summary>A list or set out of a pickle.</summary>
internal sealed class PickleList
{
    private List<object?>? _items;

    private bool _taken;

    public IReadOnlyList<object?> Items => _items is null ? [] : _items;

    public static PickleList Of(ReadOnlySpan<object?> items)
    {
        var list = new PickleList();
        list.AddRange(items);
        return list;
    }

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

/// <summary>A tuple out of a pickle.</summary>
/// <param name="items">Its items.</param>
internal sealed class PickleTuple(object?[] items)
{
    /// <summary>The tuple of nothing.</summary>
    public static PickleTuple Empty { get; } = new([]);

    public IReadOnlyList<object?> Items => items;
}
