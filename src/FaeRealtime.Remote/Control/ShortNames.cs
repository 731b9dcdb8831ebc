using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Remote.Control;

/// <summary>The short ways to say what parameters shall be, as OSC has them: a parameter by its last name where only one has it, <c>class</c> for one class alone, classes by their names.</summary>
internal static class ShortNames
{
    private const string OneClass = "class";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // Names of the tree itself are what they are there.
    private static readonly Dictionary<string, string[]> Paths = ParameterTable.All.Select(parameter => parameter.Path)
        .Concat(["source/seeds", "source/keyframes", "source/paint", "condition/classes", "condition/prompt", "condition/directions", "sampler/schedule"])
        .Select(path => path.Split('/'))
        .Where(parts => parts.Length == 2)
        .GroupBy(parts => parts[1])
        .Where(group => group.Count() == 1 && ParameterTable.Find(group.Key) is null)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>All of them, each for a path.</summary>
    public static IEnumerable<(string Name, string Path)> All => Paths.Select(pair => (pair.Key, string.Join('/', pair.Value)));

    /// <summary>A part of the parameters with every name as the tree has it.</summary>
    /// <param name="json">UTF-8, with or without a byte-order mark.</param>
    /// <param name="classes">The model's class names.</param>
    /// <returns>The same bytes where it has no short names, or is none.</returns>
    /// <exception cref="ConfigException">A class has no such name, or something is said twice.</exception>
    public static ReadOnlyMemory<byte> Expand(ReadOnlyMemory<byte> json, IReadOnlyList<string> classes)
    {
        try
        {
            return JsonNode.Parse(StrictJson.Body(json).Span, null, Strict) is JsonObject tree && Expand(tree, classes) ? Encoding.UTF8.GetBytes(tree.ToJsonString()) : json;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // No JSON, or an escape that is no character: the reader says what is wrong.
            return json;
        }
    }

    private static bool Expand(JsonObject tree, IReadOnlyList<string> classes)
    {
        var changed = Lengthen(tree, classes);
        changed |= NameClasses(tree["condition"] as JsonObject, classes);
        foreach (var keyframe in (tree["source"] as JsonObject)?["keyframes"] as JsonArray ?? [])
        {
            changed |= NameClasses(keyframe as JsonObject, classes);
        }

        return changed;
    }

    private static bool Lengthen(JsonObject tree, IReadOnlyList<string> classes)
    {
        var changed = false;
        foreach (var name in tree.Select(member => member.Key).ToArray())
        {
            if (name == OneClass)
            {
                var value = tree[name];
                tree.Remove(name);
                Put(tree, "condition", "classes", new JsonArray(new JsonObject { ["class"] = value, ["weight"] = 1.0 }));
                Put(tree, "condition", "mix", false);
                changed = true;
            }
            else if (Paths.TryGetValue(name, out var path))
            {
                var value = tree[name];
                tree.Remove(name);
                Put(tree, path[0], path[1], value);
                changed = true;
            }
        }

        return changed;
    }

    private static void Put(JsonObject tree, string group, string name, JsonNode? value)
    {
        if (tree[group] is null)
        {
            tree[group] = new JsonObject();
        }

        if (tree[group] is not JsonObject members || members.ContainsKey(name))
        {
            throw new ConfigException($"{group}/{name} is given twice, by its short name and in {group}. Keep one.");
        }

        members[name] = value;
    }

    private static bool NameClasses(JsonObject? owner, IReadOnlyList<string> classes)
    {
        var changed = false;
        foreach (var item in owner?["classes"] as JsonArray ?? [])
        {
            if ((item as JsonObject)?["class"] is JsonValue value && value.TryGetValue<string>(out var name))
            {
                item["class"] = IndexOf(name, classes);
                changed = true;
            }
        }

        return changed;
    }

    private static int IndexOf(string name, IReadOnlyList<string> classes)
    {
        var index = classes.ToList().FindIndex(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new ConfigException(classes.Count == 0
            ? $"class is '{Shortened.Text(name)}', and this model has no classes."
            : $"There is no class '{Shortened.Text(name)}'; the nearest is '{NearestName.Of(Shortened.Text(name), classes)}'.");
    }
}
