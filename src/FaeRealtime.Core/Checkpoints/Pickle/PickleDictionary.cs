namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>A dictionary out of a pickle: its pairs in the order they were put in. A key may be of any type and stand twice; whoever looks keys up decides what that means.</summary>
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
