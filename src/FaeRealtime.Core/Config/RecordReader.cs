using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaeRealtime.Core.Config;

/// <summary>Reads a document into records: every misspelt, repeated, missing and wrong member is named at once, and absent ones keep their record's defaults.</summary>
/// <remarks>
/// By reflection, since a program reads few documents and soon: the serialiser compiles some eighty methods for every enum at first use, which took half of the start of a command that reads a model's configuration.
/// Its generated code also sets absent init-only members to zero (dotnet/runtime #58770). Documents are written by generated code.
/// </remarks>
internal sealed class RecordReader
{
    // Beyond it a double does not tell whole numbers apart.
    private const double LargestExact = 1L << 53;

    private readonly List<string> _problems = [];

    private RecordReader()
    {
    }

    /// <param name="root">The document.</param>
    /// <param name="type">What it holds: a record, or a list or dictionary of them.</param>
    /// <param name="problems">What is wrong, each with its path; then the result is null.</param>
    public static object? Read(JsonElement root, Type type, out IReadOnlyList<string> problems)
    {
        var reader = new RecordReader();
        problems = reader._problems;
        try
        {
            return reader.Value(root, type, isNullable: true, "$");
        }
        catch (InvalidOperationException)
        {
            // What JsonElement raises when it decodes half of an escaped surrogate pair.
            reader._problems.Add("$ holds an escape that is no character; write the character itself.");
            return null;
        }
    }

    private object? Value(JsonElement element, Type type, bool isNullable, string path)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            (type, isNullable) = (inner, true);
        }

        if (element.ValueKind == JsonValueKind.Null && (isNullable || type != typeof(JsonElement)))
        {
            return isNullable ? null : Problem($"{path} is null; give a value or leave it out.");
        }

        if (type == typeof(JsonElement) || type == typeof(JsonObject))
        {
            Check(element, path);
            return type == typeof(JsonElement) ? element.Clone()
                : element.ValueKind == JsonValueKind.Object ? JsonObject.Create(element.Clone())
                : Problem($"{path}: the value is no object.");
        }

        if (type.IsEnum)
        {
            return Choice(element, type, path);
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => element.ValueKind == JsonValueKind.String ? element.GetString() : Problem($"{path}: the value is no text."),
            TypeCode.Boolean => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : Problem($"{path}: the value is no true or false."),
            TypeCode.Double => element.ValueKind == JsonValueKind.Number ? element.GetDouble() : Problem($"{path}: the value is no number that fits."),
            TypeCode.Int32 or TypeCode.Int64 or TypeCode.UInt64 => Whole(element, type) ?? Problem($"{path}: the value is no whole number that fits."),
            _ => Group(element, type, path),
        };
    }

    private object? Group(JsonElement element, Type type, string path)
    {
        if (type.IsArray)
        {
            return List(element, type.GetElementType()!, path);
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return definition == typeof(IReadOnlyList<>) ? List(element, type.GenericTypeArguments[0], path)
            : element.ValueKind != JsonValueKind.Object ? Problem($"{path}: the value is no object.")
            : definition == typeof(IReadOnlyDictionary<,>) ? Dictionary(element, type.GenericTypeArguments[1], path)
            : Kind(element, type, path);
    }

    private object? Kind(JsonElement element, Type type, string path)
    {
        var kinds = RecordKinds.Of(type);
        var kind = kinds.Member is null ? type : kinds.Find(element, path, out var problem) ?? Problem(problem!) as Type;
        return kind is null ? null : Record(element, RecordShape.Of(kind), path, kinds.Member);
    }

    private object? Record(JsonElement element, RecordShape shape, string path, string? kind)
    {
        var given = new List<(RecordMember, object?)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in element.EnumerateObject())
        {
            var inside = Inside(item, seen, path);
            if (item.Name == kind)
            {
                continue;
            }

            if (shape.Find(item.Name) is { } member)
            {
                given.Add((member, Value(item.Value, member.Property.PropertyType, member.IsNullable, inside)));
                continue;
            }

            var nearest = NearestName.Of(item.Name, shape.Names);
            Problem(nearest is null ? $"{inside} is unknown." : $"{inside} is unknown; the nearest known key is '{nearest}'.");
            Check(item.Value, inside);
        }

        foreach (var name in shape.Required.Where(name => !seen.Contains(name)))
        {
            Problem($"{path}.{name} is missing; it has no default.");
        }

        return _problems.Count == 0 ? shape.Make(given) : null;
    }

    private Array? List(JsonElement element, Type type, string path)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            Problem($"{path}: the value is no list.");
            return null;
        }

        var list = Array.CreateInstance(type, element.GetArrayLength());
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            var value = Value(item, type, isNullable: false, $"{path}[{index}]");
            list.SetValue(value, index++);
        }

        return list;
    }

    private IDictionary Dictionary(JsonElement element, Type type, string path)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), type))!;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in element.EnumerateObject())
        {
            dictionary[item.Name] = Value(item.Value, type, isNullable: false, Inside(item, seen, path));
        }

        return dictionary;
    }

    /// <summary>Looks into what stays a document.</summary>
    private void Check(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var item in element.EnumerateObject())
            {
                Check(item.Value, Inside(item, seen, path));
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                Check(item, $"{path}[{index++}]");
            }
        }
        else if (element.ValueKind == JsonValueKind.String)
        {
            // Decoded to be refused where it cannot be.
            element.GetString();
        }
    }

    private string Inside(JsonProperty item, HashSet<string> seen, string path)
    {
        var inside = $"{path}.{item.Name}";
        if (!seen.Add(item.Name))
        {
            Problem($"{inside} stands twice; keep one.");
        }

        return inside;
    }

    private object? Choice(JsonElement element, Type type, string path)
    {
        var given = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        var names = Enum.GetNames(type);
        return Array.Find(names, name => string.Equals(name, given, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse(type, known)
            : Problem($"{path} is {(given is null ? element.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? "a group" : element.GetRawText() : $"'{given}'")}; give one of {string.Join(", ", names.Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
    }

    // 5.0 and 1e3 are whole, too.
    private static object? Whole(JsonElement element, Type type)
    {
        if (element.ValueKind != JsonValueKind.Number)
        {
            return null;
        }

        if (!Int128.TryParse(element.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            var value = element.GetDouble();
            if (value != Math.Floor(value) || Math.Abs(value) > LargestExact)
            {
                return null;
            }

            whole = (Int128)value;
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 when whole >= int.MinValue && whole <= int.MaxValue => (int)whole,
            TypeCode.Int64 when whole >= long.MinValue && whole <= long.MaxValue => (long)whole,
            TypeCode.UInt64 when whole >= ulong.MinValue && whole <= ulong.MaxValue => (ulong)whole,
            _ => null,
        };
    }

    private object? Problem(string problem)
    {
        _problems.Add(problem);
        return null;
    }
}
