namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>A list or set out of a pickle.</summary>
internal sealed class PickleList
{
    private List<object?>? items;

    public IReadOnlyList<object?> Items => items is null ? [] : items;

    public void AddRange(ReadOnlySpan<object?> added)
    {
        if (added.Length > 0)
        {
            (items ??= new List<object?>(added.Length)).AddRange(added);
        }
    }
}
