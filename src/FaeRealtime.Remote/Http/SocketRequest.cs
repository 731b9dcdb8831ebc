using System.Text.Json;

namespace FaeRealtime.Remote.Http;

/// <summary>A message of a browser through the socket; one member or more, acted on in this order.</summary>
internal sealed record SocketRequest
{
    /// <summary>A part of the parameters, merged.</summary>
    public JsonElement? Set { get; init; }

    /// <summary>An action's name.</summary>
    public string? Action { get; init; }

    /// <summary>A preset to recall.</summary>
    public string? Recall { get; init; }

    /// <summary>Whether frames are wanted, as they are at first.</summary>
    public bool? Watch { get; init; }
}
