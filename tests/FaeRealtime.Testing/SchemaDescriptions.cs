using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FaeRealtime.Testing;

/// <summary>What a schema says of its members beside their types: the summaries of the records' documentation and the values that their constructors give.</summary>
public static partial class SchemaDescriptions
{
    /// <summary>The environment variable that makes <see cref="Accept"/> write.</summary>
    public const string AcceptVariable = "FAE_WRITE_SCHEMA";

    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Documents = [];

    /// <summary>Describes the members of a schema.</summary>
    /// <param name="root">The type that the schema is of.</param>
    /// <returns>Takes a member's path, such as <c>sampling/steps</c>, and its schema.</returns>
    public static Action<string, JsonObject> Of(JsonTypeInfo root) => (path, schema) =>
    {
        if (path.Length == 0)
        {
            schema["description"] = Summary(root.Type, $"T:{root.Type.FullName}");
            return;
        }

        var (owner, property, kinds) = (root, (JsonPropertyInfo?)null, (IList<JsonDerivedType>?)null);
        foreach (var name in path.Split('/'))
        {
            var type = kinds is null ? property?.PropertyType ?? owner.Type : kinds[int.Parse(name, CultureInfo.InvariantCulture)].DerivedType;
            (owner, var isKind) = (root.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type), kinds is not null);
            kinds = name == "anyOf" ? owner.PolymorphismOptions!.DerivedTypes : null;
            property = isKind || kinds is not null || name == "items" ? null : owner.Properties.FirstOrDefault(candidate => candidate.Name == name);
            owner = name == "items" ? root.Options.GetTypeInfo(owner.ElementType!) : owner;
        }

        if (property?.AttributeProvider is PropertyInfo member)
        {
            schema["description"] = $"{Summary(member)}{Choices(member.PropertyType)}";
            if (!property.IsRequired)
            {
                Default(owner, property, schema);
            }
        }
    };

    /// <summary>Where <see cref="AcceptVariable"/> is 1, writes the actual text into the stored file: for a developer who changed the records.</summary>
    public static void Accept(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(path, actual);
        }
    }

    // An object's default is said by its members' own, unless it has members without any.
    private static void Default(JsonTypeInfo owner, JsonPropertyInfo property, JsonObject schema)
    {
        var value = property.Get!(Activator.CreateInstance(owner.Type)!);
        var info = owner.Options.GetTypeInfo(property.PropertyType);
        if (value is null || info.Kind != JsonTypeInfoKind.Object || info.Properties.Any(inner => inner.IsRequired))
        {
            schema["default"] = JsonSerializer.SerializeToNode(value, info);
        }
    }

    private static string Choices(Type type)
    {
        var choice = Nullable.GetUnderlyingType(type) ?? type;
        return choice.IsEnum
            ? string.Concat(Enum.GetNames(choice).Select(name => $" {JsonNamingPolicy.CamelCase.ConvertName(name)}: {Summary(choice, $"F:{choice.FullName}.{name}")}"))
            : string.Empty;
    }

    // One that overrides another may leave the words to it.
    private static string Summary(PropertyInfo member)
    {
        var origin = member.GetMethod!.GetBaseDefinition().DeclaringType!;
        return Find(member.DeclaringType!, $"P:{member.DeclaringType!.FullName}.{member.Name}") ?? Summary(origin, $"P:{origin.FullName}.{member.Name}");
    }

    private static string Summary(Type type, string member) => Find(type, member) ?? throw new InvalidOperationException($"{member} has no summary; a member of a file needs one.");

    private static string? Find(Type type, string member)
    {
        var documents = Documents.GetOrAdd(type.Assembly, assembly => XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml"))
            .Descendants("member").ToDictionary(element => element.Attribute("name")!.Value, StringComparer.Ordinal));
        return documents.GetValueOrDefault(member)?.Element("summary") is { } summary
            ? Spaces().Replace(Text(summary), " ").Trim()
            : null;
    }

    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(node switch
            {
                XText words => words.Value,
                XElement { Name.LocalName: "see" } link => Named(link.Attribute("cref")?.Value ?? link.Attribute("langword")?.Value ?? string.Empty),
                XElement inner => Text(inner),
                _ => string.Empty,
            });
        }

        return text.ToString();
    }

    // A member as the file calls it: its own name, in camel case.
    private static string Named(string reference)
    {
        var name = reference.Split('(')[0];
        return JsonNamingPolicy.CamelCase.ConvertName(name[(name.LastIndexOf('.') + 1)..]);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
