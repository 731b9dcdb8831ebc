using System.Text.Json;
using System.Text.Json.Serialization;

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

    /// <summary>How many messages of the server the browser has taken from this socket so far.</summary>
    public long? Ack { get; init; }

    /// <summary>The browser's time in milliseconds, which the answer repeats beside the server's.</summary>
    public double? Clock { get; init; }

    /// <summary>Whether it asks for nothing: the answer to a message of the server.</summary>
    [JsonIgnore]
    public bool IsReceipt => Ack is not null && Set is null && Action is null && Recall is null && Watch is null && Clock is null;
}
