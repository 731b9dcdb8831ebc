using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Training.Recipes;

/// <summary>Changes single members of a recipe by their paths, such as <c>iii.optimisation.steps=5000</c>.</summary>
internal static class RecipeSettings
{
    private static readonly JsonSerializerOptions Options = RecipeJsonContext.Default.Options;

    /// <summary>The recipe with the settings; ranges are not checked here.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="settings">Each <c>PATH=VALUE</c>; later ones win.</param>
    /// <exception cref="ConfigException">A path is unknown or names a group, or a value is of another type; all of them are listed.</exception>
    public static TrainingRecipe Apply(TrainingRecipe recipe, IReadOnlyList<string> settings)
    {
        var root = JsonSerializer.SerializeToNode(recipe, RecipeJsonContext.Default.TrainingRecipe)!.AsObject();
        List<string> problems = [.. settings.Select(setting => Problem(root, setting)).OfType<string>()];
        return problems.Count == 0
            ? StrictJson.Parse<TrainingRecipe>(Encoding.UTF8.GetBytes(root.ToJsonString()), $"The recipe with {string.Join(", ", settings)}")
            : throw new ConfigException(string.Join(" ", problems));
    }

    private static string? Problem(JsonObject root, string setting)
    {
        var mark = setting.IndexOf('=', StringComparison.Ordinal);
        if (mark <= 0)
        {
            return $"'{setting}' sets nothing; give PATH=VALUE, such as iii.optimisation.steps=5000.";
        }

        var (path, text) = (setting[..mark], setting[(mark + 1)..]);
        var (owner, info) = (root, (JsonTypeInfo)RecipeJsonContext.Default.TrainingRecipe);
        var names = path.Split('.');
        for (var i = 0; ; i++)
        {
            if (info.Kind != JsonTypeInfoKind.Object || info.Properties.FirstOrDefault(candidate => candidate.Name == names[i]) is not { } property)
            {
                return $"The recipe has no '{path}'; the nearest is '{NearestName.Of(path, Paths(RecipeJsonContext.Default.TrainingRecipe, string.Empty))}'.";
            }

            info = TypeOf(property);
            if (i == names.Length - 1)
            {
                return Set(owner, property, info, path, text);
            }

            // What is null, such as a stage without discriminator, begins with its defaults.
            owner = owner[names[i]] as JsonObject ?? (JsonObject)(owner[names[i]] = new JsonObject());
        }
    }

    private static string? Set(JsonObject owner, JsonPropertyInfo property, JsonTypeInfo info, string path, string text)
    {
        var nullable = property.IsSetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null;
        var value = Value(info, text);
        try
        {
            if (value is null ? nullable : Fits(info, value))
            {
                owner[property.Name] = value;
                return null;
            }
        }
        catch (JsonException)
        {
            // Of another type.
        }

        return $"{path} cannot be '{text}'; give {Allowed(info, path)}{(nullable ? ", or null" : string.Empty)}.";
    }

    private static bool Fits(JsonTypeInfo info, JsonNode value) => info.Type.IsEnum
        ? value.GetValueKind() == JsonValueKind.String && Names(info.Type).Contains(value.GetValue<string>(), StringComparer.Ordinal)
        : value.Deserialize(info) is not null;

    // Numbers, lists and the like are JSON; text needs no quotation marks, and a list of numbers no brackets.
    private static JsonNode? Value(JsonTypeInfo info, string text)
    {
        try
        {
            return info.Type == typeof(string) && text.TrimStart() is not ['"', ..] && text != "null"
                ? JsonValue.Create(text)
                : JsonNode.Parse(info.Kind == JsonTypeInfoKind.Enumerable && text.TrimStart() is not ['[', ..] && text != "null" ? $"[{text}]" : text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static string Allowed(JsonTypeInfo info, string path) => info switch
    {
        { Type.IsEnum: true } => $"one of {string.Join(", ", Names(info.Type))}",
        { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } => $"a list of {(element == typeof(int) ? "whole numbers" : element == typeof(double) ? "numbers" : "objects")}, such as [{(element == typeof(int) ? "1,2" : element == typeof(double) ? "0.5,1" : "{…}")}]",
        { Kind: JsonTypeInfoKind.Object } => $"a member of it instead: {string.Join(", ", info.Properties.Where(Stored).Select(member => $"{path}.{member.Name}"))}",
        _ when info.Type == typeof(bool) => "true or false",
        _ when info.Type == typeof(double) => "a number",
        _ when info.Type == typeof(string) => "text",
        _ => "a whole number",
    };

    private static IEnumerable<string> Names(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName);

    private static IEnumerable<string> Paths(JsonTypeInfo info, string prefix) => info.Properties.Where(Stored).SelectMany(property => TypeOf(property) is { Kind: JsonTypeInfoKind.Object } inner
        ? Paths(inner, $"{prefix}{property.Name}.")
        : [$"{prefix}{property.Name}"]);

    private static bool Stored(JsonPropertyInfo property) => property.Get is not null;

    private static JsonTypeInfo TypeOf(JsonPropertyInfo property) => Options.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
}
