using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>The kinds that an abstract record's documents may hold, and the member that says which.</summary>
internal sealed class RecordKinds
{
    private static readonly ConditionalWeakTable<Type, RecordKinds> Known = [];

    private readonly Dictionary<string, Type> _named;
    private readonly Type? _unnamed;

    private RecordKinds(Type type)
    {
        Member = type.GetCustomAttribute<JsonPolymorphicAttribute>(inherit: false)?.TypeDiscriminatorPropertyName;
        JsonDerivedTypeAttribute[] kinds = [.. type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)];
        _named = kinds.Where(kind => kind.TypeDiscriminator is string).ToDictionary(kind => (string)kind.TypeDiscriminator!, kind => kind.DerivedType, StringComparer.Ordinal);
        _unnamed = kinds.FirstOrDefault(kind => kind.TypeDiscriminator is null)?.DerivedType;
    }

    /// <summary>The member that names the kind; null for a record of one kind.</summary>
    public string? Member { get; }

    /// <param name="type">A record.</param>
    public static RecordKinds Of(Type type) => Known.GetValue(type, static type => new RecordKinds(type));

    /// <summary>The record that a document of these kinds holds.</summary>
    /// <param name="document">An object.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="problem">What is wrong; then the result is null.</param>
    public Type? Find(JsonElement document, string path, out string? problem)
    {
        problem = null;
        if (!document.TryGetProperty(Member!, out var value))
        {
            problem = _unnamed is null ? $"{path}.{Member} is missing; give one of {string.Join(", ", _named.Keys)}." : null;
            return _unnamed;
        }

        var name = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (value.ValueKind == JsonValueKind.String && _named.TryGetValue(name, out var type))
        {
            return type;
        }

        problem = $"{path}.{Member} is '{name}'; give one of {string.Join(", ", _named.Keys)}{(_unnamed is null ? "" : ", or leave it out")}.";
        return null;
    }
}
