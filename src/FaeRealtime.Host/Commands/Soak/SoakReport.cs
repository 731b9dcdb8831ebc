using System.Text.Json.Serialization;

namespace FaeRealtime.Host.Commands.Soak;

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

/// <summary>A frame that came late, and what went on.</summary>
/// <param name="Frame">Its number.</param>
/// <param name="Ms">From the parameters to the screen.</param>
/// <param name="SinceSwap">Frames since another model was requested.</param>
/// <param name="IsOpening">Whether it was still being opened.</param>
/// <param name="SinceContext">Frames since the context was taken away and given back.</param>
/// <param name="Collections">Garbage collections since the frame before.</param>
/// <param name="Steps">Steps that were set.</param>
/// <param name="Space">Space that was set.</param>
internal sealed record SlowFrame(long Frame, double Ms, long SinceSwap, bool IsOpening, long SinceContext, int Collections, int Steps, string Space);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SoakReport))]
internal sealed partial class SoakJsonContext : JsonSerializerContext;
