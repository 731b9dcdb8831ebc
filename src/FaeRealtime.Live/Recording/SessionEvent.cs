using System.Text.Json.Nodes;

namespace FaeRealtime.Live.Recording;

/// <summary>A change of parameters in a session recording.</summary>
public sealed record SessionEvent
{
    /// <summary>When, in seconds since the recording began.</summary>
    public required double At { get; init; }

    /// <summary>The part of the tree that was changed.</summary>
    public required JsonObject Change { get; init; }
}
