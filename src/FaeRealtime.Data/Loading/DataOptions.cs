namespace FaeRealtime.Data.Loading;

/// <summary>How much of the machine the data may use. Nothing here changes what is trained on: any values give the same batches.</summary>
public sealed record DataOptions
{
    /// <summary>
    /// Mebibytes for decoded images, for each split, and again for features of the frozen encoder. What fits is decoded or computed once and kept; what does not is decoded
    /// ahead on worker threads, and its features are computed batch by batch.
    /// </summary>
    public int MemoryMebibytes { get; init; } = 2048;

    /// <summary>Threads that decode images; null for one a core.</summary>
    public int? Workers { get; init; }

    /// <summary>Held-out images that a run looks at, evenly chosen from those there are: validation happens every few hundred steps.</summary>
    public int HeldOutLimit { get; init; } = 1000;

    /// <summary>Whether more than one image in a hundred may be unreadable. None at all is refused in any case.</summary>
    public bool AllowLoss { get; init; }

    /// <summary>Images that are kept however little memory there is: a few batches have to be decoded ahead. Tests need less.</summary>
    internal int SmallestCapacity { get; init; } = 1024;

    internal long MemoryBytes => (long)MemoryMebibytes << 20;
}
