using FaeRealtime.Host.Running;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Sets;

namespace FaeRealtime.Host.Offline;

/// <summary>A film of a session in exact pacing.</summary>
internal sealed record FilmRequest
{
    /// <summary>The verb that asks, for the notes.</summary>
    public required string Verb { get; init; }

    public required GeneratorChoice Generator { get; init; }

    /// <summary>The whole session.</summary>
    public required SessionParameters Parameters { get; init; }

    /// <summary>The live set that it plays; null where nothing changes on the way.</summary>
    public LiveSet? Set { get; init; }

    /// <summary>The sound that its modulations follow; null for none.</summary>
    public string? Audio { get; init; }

    public required int Frames { get; init; }

    /// <summary>Frames a second.</summary>
    public required double Fps { get; init; }

    /// <summary>Side of a frame in pixels.</summary>
    public required int Side { get; init; }

    /// <summary>The film; its ending chooses the kind.</summary>
    public required string Out { get; init; }

    public bool Json { get; init; }
}
