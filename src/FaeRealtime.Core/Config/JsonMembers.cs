using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FaeRealtime.Core.Config;

/// <summary>Compares a document's members with a type's before anything is read, so that all misspelt, repeated and missing ones are named at once.</summary>
internal static class JsonMembers
{
    public static IReadOnlyList<string> Problems(JsonElement root, JsonTypeInfo info)
    {
        var problems = new List<string>();
        try
        {
            Visit(root, info, "$", problems);
        }
        catch (InvalidOperationException)
        {
            // What JsonElement raises when it decodes half of an escaped surrogate pair.
            problems.Add("$ holds an escape that is no character; write the character itself.");
        }

        return problems;
    }

    private static void Visit(JsonElement element, JsonTypeInfo? info, string path, List<string> problems)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            VisitMembers(element, info, path, problems);
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            var inner = info is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } type } ? info.Options.GetTypeInfo(type) : null;
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                var inside = $"{path}[{index++}]";

                // The serialiser enforces nullability of members only, not of a list's elements.
                if (item.ValueKind == JsonValueKind.Null && inner is { Type.IsValueType: false })
                {
                    problems.Add($"{inside} is null; give a value or leave it out.");
                }

                Visit(item, inner, inside, problems);
            }
        }
        else if (element.ValueKind == JsonValueKind.String)
        {
            // Decoded also to be refused here, with the others, where it cannot be.
            var text = element.GetString()!;
            if (info is not null && (Nullable.GetUnderlyingType(info.Type) ?? info.Type) is { IsEnum: true } choice)
            {
                VisitChoice(text, [.. Enum.GetNames(choice).Select(JsonNamingPolicy.CamelCase.ConvertName)], path, problems);
            }
        }
    }

    private static void VisitChoice(string text, string[] known, string path, List<string> problems)
    {
        // The serialiser does not mind the case either.
        if (!known.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            problems.Add($"{path} is '{text}'; give one of {string.Join(", ", known)}.");
        }
    }

    private static void VisitMembers(JsonElement element, JsonTypeInfo? info, string path, List<string> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var inside = $"{path}.{member.Name}";
            if (!seen.Add(member.Name))
            {
                problems.Add($"{inside} stands twice; keep one.");
            }

            Visit(member.Value, MemberType(member.Name, info, inside, problems), inside, problems);
        }

        foreach (var property in info is { Kind: JsonTypeInfoKind.Object } ? info.Properties : [])
        {
            if (property.IsRequired && !seen.Contains(property.Name))
            {
                problems.Add($"{path}.{property.Name} is missing; it has no default.");
            }
        }
    }

    private static JsonTypeInfo? MemberType(string name, JsonTypeInfo? info, string path, List<string> problems)
    {
        if (info is { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } type })
        {
            return info.Options.GetTypeInfo(type);
        }

        // A polymorphic type's discriminator is no property, and its members are another type's.
        if (info is not { Kind: JsonTypeInfoKind.Object, PolymorphismOptions: null })
        {
            return null;
        }

        if (info.Properties.FirstOrDefault(property => property.Name == name) is { } known)
        {
            return info.Options.GetTypeInfo(known.PropertyType);
        }

        var nearest = NearestName.Of(name, info.Properties.Select(property => property.Name));
        problems.Add(nearest is null ? $"{path} is unknown." : $"{path} is unknown; the nearest known key is '{nearest}'.");
        return null;
    }
}
