using FaeRealtime.Engines;

namespace FaeRealtime.Host.Commands.Soak;

/// <summary>What <c>fae soak</c> was asked for.</summary>
internal sealed record SoakRequest
{
    public required FrameEngineOptions Engine { get; init; }

    /// <summary>Frames to present.</summary>
    public required long Frames { get; init; }

    /// <summary>Names the course of changes.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Frames between two changes.</summary>
    public required int Every { get; init; }

    /// <summary>Side of the presented picture in pixels.</summary>
    public required int Size { get; init; }

    public bool Json { get; init; }
}
