using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using FaeRealtime.Testing;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>Says apart from the program's own code whether a change of the parameters is sound, and what it leads to: by the published schema, and by the rules of the lists written down once more.</summary>
/// <param name="classes">How many classes the model has.</param>
internal sealed class ChangeOracle(int classes)
{
    private readonly JsonObject _schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "content", "schema", "session.schema.json")))!.AsObject();

    /// <summary>The parameters after a change.</summary>
    /// <param name="now">What is set.</param>
    /// <param name="change">UTF-8, a part of the tree.</param>
    /// <returns>Null where it must be refused.</returns>
    public JsonNode? Apply(JsonNode now, ReadOnlyMemory<byte> change)
    {
        try
        {
            using var document = Read(change);
            return document is null ? null : Apply(now, document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Apply(JsonNode, ReadOnlyMemory{byte})"/>
    public JsonNode? Apply(JsonNode now, JsonElement change)
    {
        if (!Fits(change, _schema, string.Empty))
        {
            return null;
        }

        var merged = now.DeepClone();
        Merge(merged.AsObject(), change);
        return IsSound(merged) ? merged : null;
    }

    /// <summary>A document, or null where the bytes are no text.</summary>
    public static JsonDocument? Read(ReadOnlyMemory<byte> json)
    {
        var text = json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[3..] : json;
        return Utf8.IsValid(text.Span) ? JsonDocument.Parse(text) : null;
    }

    /// <summary>Whether parameters are as expected. What an entry of a list leaves out has the program's default, whatever that is.</summary>
    public static bool AreEqual(JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (null, null) => true,
        (JsonObject a, JsonObject b) => a.All(member => b.ContainsKey(member.Key) && AreEqual(member.Value, b[member.Key])),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second)),
        (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number => Number(a) == Number(b),
        (JsonValue a, JsonValue b) => string.Equals(a.ToString(), b.ToString(), StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static double Number(JsonNode? value) => value is null ? 0.0 : double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);

    private static void Merge(JsonObject tree, JsonElement change)
    {
        foreach (var member in change.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Object && tree[member.Name] is JsonObject inner)
            {
                Merge(inner, member.Value);
            }
            else
            {
                tree[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            }
        }
    }

    private bool Fits(JsonElement value, JsonObject schema, string name)
    {
        if (schema["$ref"] is { } reference)
        {
            return Fits(value, reference.GetValue<string>()[2..].Split('/').Aggregate((JsonNode)_schema, (node, part) => node[part]!).AsObject(), name);
        }

        if (schema["enum"] is JsonArray names)
        {
            return value.ValueKind == JsonValueKind.String && names.Any(known => string.Equals(known!.GetValue<string>(), value.GetString(), StringComparison.OrdinalIgnoreCase));
        }

        string[] types = schema["type"] is JsonArray several ? [.. several.Select(one => one!.GetValue<string>())] : [schema["type"]!.GetValue<string>()];
        return value.ValueKind switch
        {
            JsonValueKind.Null => types.Contains("null"),
            JsonValueKind.True or JsonValueKind.False => types.Contains("boolean"),
            JsonValueKind.String => types.Contains("string") && value.GetString() is not null,
            JsonValueKind.Object => types.Contains("object") && FitsMembers(value, schema["properties"]!.AsObject()),
            JsonValueKind.Array => types.Contains("array") && value.EnumerateArray().All(item => Fits(item, schema["items"]!.AsObject(), name)),
            _ => types.Contains("number") ? InRange(value.GetDouble(), schema) : types.Contains("integer") && IsWhole(value, name) && InRange(value.GetDouble(), schema),
        };
    }

    private bool FitsMembers(JsonElement value, JsonObject properties)
    {
        var seen = new HashSet<string>();
        return value.EnumerateObject().All(member => seen.Add(member.Name) && properties[member.Name] is JsonObject inner && Fits(member.Value, inner, member.Name));
    }

    private static bool IsWhole(JsonElement value, string name) => name == "seed" ? value.TryGetUInt64(out _) : value.TryGetInt32(out _);

    private static bool InRange(double value, JsonObject schema) =>
        double.IsFinite(value)
        && (schema["minimum"] is not { } lowest || value >= Number(lowest))
        && (schema["exclusiveMinimum"] is not { } below || value > Number(below))
        && (schema["maximum"] is not { } highest || value <= Number(highest));

    private bool IsSound(JsonNode tree)
    {
        var (sampler, source) = (tree["sampler"]!, tree["source"]!);
        var (keyframes, modulations) = (source["keyframes"]!.AsArray(), tree["modulation"]!.AsArray());
        var generated = Is(source["keys"], "generated");
        return tree["model"]!.GetValue<string>().Length == 0
            && Number(sampler["guidanceInterval"]!["from"]) <= Number(sampler["guidanceInterval"]!["to"])
            && IsSchedule([.. sampler["schedule"]!.AsArray().Select(Number)])
            && (generated || (!Is(tree["output"]!["view"], "steps") && !Is(source["mode"], "keyframes") && Is(source["space"], "latent")))
            && (!Is(source["mode"], "keyframes") || keyframes.Count >= 2)
            && AreSeeds(source["seeds"]!.AsArray()) && AreClasses(tree["condition"]!["classes"]!.AsArray())
            && keyframes.Count <= 1024 && keyframes.All(item => (item!["seeds"] is not JsonArray seeds || AreSeeds(seeds)) && (item["classes"] is not JsonArray own || AreClasses(own)))
            && modulations.Count <= 64 && modulations.All(item => item!["target"] is JsonValue target && IsNumberLeaf(target.GetValue<string>()));
    }

    private static bool Is(JsonNode? value, string name) => string.Equals(value!.GetValue<string>(), name, StringComparison.OrdinalIgnoreCase);

    private static bool IsSchedule(double[] times) =>
        times.Length != 1 && times.Length <= 1001 && times.All(time => time is >= 0 and <= 1) && times.Zip(times.Skip(1)).All(pair => pair.First > pair.Second);

    private static bool AreSeeds(JsonArray seeds) =>
        seeds.Count is >= 1 and <= 64
        && seeds.All(item => Math.Abs(Number(item!["weight"])) <= 1e6)
        && seeds.GroupBy(item => item!["seed"]?.ToJsonString() ?? "0", item => Number(item!["weight"])).Any(group => Math.Abs(group.Sum()) > 1e-9);

    private bool AreClasses(JsonArray blend) =>
        blend.Count <= 16
        && blend.All(item => Number(item!["class"]) >= 0 && Number(item["class"]) < classes && Number(item["weight"]) is > 0 and <= 1e6)
        && blend.Select(item => Number(item!["class"])).Distinct().Count() == blend.Count;

    private bool IsNumberLeaf(string path)
    {
        JsonNode? node = _schema;
        foreach (var name in path.Split('/'))
        {
            node = (node as JsonObject)?["properties"]?[name];
        }

        return node?["type"] is JsonValue type && type.GetValue<string>() is "number" or "integer";
    }
}
