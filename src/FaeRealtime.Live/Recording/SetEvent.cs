using System.Text.Json.Nodes;

namespace FaeRealtime.Live.Recording;

/// <summary>A change of parameters in a live set.</summary>
public sealed record SetEvent
{
    /// <summary>When, in seconds since the set began.</summary>
    public required double At { get; init; }

    /// <summary>The part of the tree that was changed.</summary>
    public required JsonObject Change { get; init; }
}
