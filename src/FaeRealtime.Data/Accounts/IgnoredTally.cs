namespace FaeRealtime.Data.Accounts;

/// <summary>Counts what is ignored, by reason, and keeps the first names.</summary>
internal sealed class IgnoredTally
{
    private readonly SortedDictionary<IgnoredReason, (int Count, List<string> First)> _items = [];

    /// <summary>All that was counted.</summary>
    public int Count => _items.Values.Sum(one => one.Count);

    /// <summary>Counts one.</summary>
    public void Add(IgnoredReason reason, string name) => Add(new IgnoredItems(reason, 1, [name]));

    /// <summary>Counts several; names come after those that are known.</summary>
    public void Add(IgnoredItems items)
    {
        var (count, first) = _items.TryGetValue(items.Reason, out var known) ? known : (0, []);
        first.AddRange(items.First.Take(IgnoredItems.MostNames - first.Count));
        _items[items.Reason] = (count + items.Count, first);
    }

    /// <summary>Counts what others counted.</summary>
    public void Add(IEnumerable<IgnoredItems> items)
    {
        foreach (var one in items)
        {
            Add(one);
        }
    }

    /// <summary>What was counted, in the order of the reasons.</summary>
    public IReadOnlyList<IgnoredItems> Items() => [.. _items.Select(one => new IgnoredItems(one.Key, one.Value.Count, [.. one.Value.First]))];
}
