using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>Says apart from the program's own code what a message of a browser leads to, where no preset is stored and no action is meant.</summary>
/// <param name="classes">How many classes the model has.</param>
internal sealed class SocketOracle(int classes)
{
    private readonly ChangeOracle _changes = new(classes);

    /// <summary>The parameters after a message.</summary>
    /// <param name="now">What is set.</param>
    /// <param name="message">The text.</param>
    /// <returns>Null where it must be refused.</returns>
    public JsonNode? Apply(JsonNode now, ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = ChangeOracle.Read(message);
            return document is { RootElement.ValueKind: JsonValueKind.Object } ? Apply(now, document.RootElement) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private JsonNode? Apply(JsonNode now, JsonElement message)
    {
        JsonNode? after = now;
        var seen = new HashSet<string>();
        foreach (var member in message.EnumerateObject())
        {
            var sound = seen.Add(member.Name) && member.Name switch
            {
                "set" => true,
                "action" or "recall" => member.Value.ValueKind == JsonValueKind.Null,
                "watch" => member.Value.ValueKind is JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False,
                _ => false,
            };
            after = !sound || after is null ? null
                : member.Name == "set" && member.Value.ValueKind != JsonValueKind.Null ? _changes.Apply(after, member.Value) : after;
        }

        return after;
    }
}
