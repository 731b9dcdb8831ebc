using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>What <c>fae bench</c> was asked for.</summary>
internal sealed record BenchRequest
{
    public required FrameEngineOptions Engine { get; init; }

    /// <summary>Seed, class and guidance; every case sets mode and steps.</summary>
    public required SessionParameters Parameters { get; init; }

    public required IReadOnlyList<BenchCase> Cases { get; init; }

    /// <summary>Side of the presented picture in pixels.</summary>
    public required int Size { get; init; }

    /// <summary>How long each case is measured.</summary>
    public required double Seconds { get; init; }

    /// <summary>Threads that compute something else all the time.</summary>
    public int Busy { get; init; }

    /// <summary>Whether frames are drawn, which needs OpenGL, or only taken.</summary>
    public required bool Draws { get; init; }

    /// <summary>Whether the pictures are checked as well.</summary>
    public required bool Check { get; init; }

    /// <summary>The video whose recording is measured; null for none.</summary>
    public string? Record { get; init; }

    public required bool Json { get; init; }
}
