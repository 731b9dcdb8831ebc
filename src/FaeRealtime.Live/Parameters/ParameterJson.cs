using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Live.Parameters;

/// <summary>The parameters as JSON: whole, changed in part, and their schema.</summary>
public static class ParameterJson
{
    private const string Title = "FaeRealtime session parameters";

    /// <summary>The whole tree: indented, LF, a newline at the end.</summary>
    public static string ToText(SessionParameters parameters) => StrictJson.ToText(parameters, LiveJsonContext.Default.SessionParameters);

    /// <summary>Reads a whole tree; members that the document leaves out have their defaults.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="ConfigException">The document is no tree of parameters; ranges are not checked here.</exception>
    public static SessionParameters Parse(ReadOnlyMemory<byte> json, string source) => StrictJson.Parse<SessionParameters>(json, source);

    /// <summary>Changes what a document names and keeps the rest: objects are entered, every other value and every list is replaced whole (RFC 7396, without removal).</summary>
    /// <param name="parameters">The record.</param>
    /// <param name="patch">UTF-8, a part of the tree.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="ConfigException">The document names something else than parameters; ranges are not checked here.</exception>
    public static SessionParameters Merge(SessionParameters parameters, ReadOnlyMemory<byte> patch, string source)
    {
        // Read strictly first: the merged text would hide repeated members.
        var named = Parse(patch, source);
        using var document = JsonDocument.Parse(StrictJson.Body(patch));

        // The one list that grows large takes no part in the text: a timeline costs nothing while something else moves.
        var tree = JsonNode.Parse(ToText(parameters with { Source = parameters.Source with { Keyframes = [] } }))!.AsObject();
        Overlay(tree, document.RootElement, string.Empty);
        var merged = Parse(Encoding.UTF8.GetBytes(tree.ToJsonString()), source);
        var replaces = document.RootElement.TryGetProperty("source", out var part) && part.ValueKind == JsonValueKind.Object && part.TryGetProperty("keyframes", out _);
        return merged with { Source = merged.Source with { Keyframes = (replaces ? named : parameters).Source.Keyframes } };
    }

    /// <inheritdoc cref="Merge(SessionParameters, ReadOnlyMemory{byte}, string)"/>
    public static SessionParameters Merge(SessionParameters parameters, JsonObject patch, string source) => Merge(parameters, Encoding.UTF8.GetBytes(patch.ToJsonString()), source);

    /// <summary>The part of the tree that <see cref="Merge(SessionParameters, JsonObject, string)"/> needs to get from one record to another; empty for none.</summary>
    public static JsonObject Difference(SessionParameters from, SessionParameters to) =>
        Difference(JsonNode.Parse(ToText(from))!.AsObject(), JsonNode.Parse(ToText(to))!.AsObject());

    /// <summary>The schema: types and choices from the records, ranges, units and descriptions from <see cref="ParameterTable"/> and of the lists.</summary>
    public static string Schema() => JsonSchemaText.ToText(LiveJsonContext.Default.SessionParameters, Title, Describe);

    private static JsonObject Difference(JsonObject from, JsonObject to)
    {
        var difference = new JsonObject();
        foreach (var (name, value) in to)
        {
            if (JsonNode.DeepEquals(from[name], value))
            {
                continue;
            }

            difference[name] = value is JsonObject inner && from[name] is JsonObject before ? Difference(before, inner) : value?.DeepClone();
        }

        return difference;
    }

    private static void Overlay(JsonObject tree, JsonElement patch, string path)
    {
        foreach (var member in patch.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object && tree[member.Name] is JsonObject inner)
            {
                Overlay(inner, member.Value, $"{path}{member.Name}/");
            }
            else if ($"{path}{member.Name}" != "source/keyframes")
            {
                tree[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            }
        }
    }

    private static void Describe(string path, JsonObject schema)
    {
        if (ParameterTable.Find(path) is not { } definition)
        {
            ParameterLists.Describe(path, schema);
            return;
        }

        if (definition.Title is { } title)
        {
            schema["title"] = title;
        }

        schema["description"] = definition.Summary;
        schema["effect"] = JsonNamingPolicy.CamelCase.ConvertName(definition.Effect.ToString());
        if (definition.EnabledWhen is { } enabled)
        {
            schema["acts"] = new JsonObject { ["path"] = enabled.Path, ["value"] = enabled.Value };
        }

        if (definition.Kind is ParameterKind.Number or ParameterKind.Whole)
        {
            schema[definition.IsMinimumExclusive ? "exclusiveMinimum" : "minimum"] = definition.Minimum;
            schema["maximum"] = definition.Maximum;
            if (definition.Unit.Length > 0)
            {
                schema["unit"] = definition.Unit;
            }
        }

        var value = definition.Read(new SessionParameters());
        schema["default"] = definition.Kind switch
        {
            ParameterKind.Switch => value != 0,
            ParameterKind.Choice => definition.Choices[(int)value],
            _ => value,
        };
    }
}

/// <summary>Generated JSON code for the session's parameters.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SessionParameters))]
public sealed partial class LiveJsonContext : JsonSerializerContext;
