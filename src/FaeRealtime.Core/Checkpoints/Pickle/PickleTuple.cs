namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>A tuple out of a pickle.</summary>
/// <param name="items">Its items.</param>
internal sealed class PickleTuple(object?[] items)
{
    /// <summary>The tuple of nothing.</summary>
    public static PickleTuple Empty { get; } = new([]);

    public IReadOnlyList<object?> Items => items;
}
