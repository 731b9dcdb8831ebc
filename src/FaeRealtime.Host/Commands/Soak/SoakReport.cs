namespace FaeRealtime.Host.Soak;

/// <summary>What a long session did to memory, time and live objects.</summary>
internal sealed record SoakReport
{
    public required string Device { get; init; }

    public required long Frames { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Changes that the session took, and those that it refused with a reason.</summary>
    public required long Changes { get; init; }

    public required long Refused { get; init; }

    /// <summary>Models swapped, and contexts taken away and given back.</summary>
    public required long Swaps { get; init; }

    public required long Reattached { get; init; }

    /// <summary>Resident memory after the first tenth, in bytes, and the least and most since then.</summary>
    public required long MemoryAfterWarmUp { get; init; }

    public required long MemoryLeast { get; init; }

    public required long MemoryMost { get; init; }

    /// <summary>Frames whose way from the parameters to the screen took more than 100 ms, and wake-ups of a bare timer thread that came more than 100 ms late in the same time.</summary>
    public required IReadOnlyList<SlowFrame> SlowFrames { get; init; }

    public required long SlowTimer { get; init; }

    /// <summary>The slowest frame in milliseconds.</summary>
    public required double SlowestMs { get; init; }

    /// <summary>Live GL objects when the first tenth was over, and at the end; tensors likewise.</summary>
    public required long GlObjectsBefore { get; init; }

    public required long GlObjectsAfter { get; init; }

    public required long TensorsBefore { get; init; }

    public required long TensorsAfter { get; init; }

    /// <summary>What does not hold, one sentence each; empty when all does.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
