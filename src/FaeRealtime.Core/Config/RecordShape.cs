using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>The members of a record as its documents name them, and how an object comes of their values.</summary>
internal sealed class RecordShape
{
    private static readonly ConditionalWeakTable<Type, RecordShape> Known = [];

    private readonly Dictionary<string, RecordMember> _members = new(StringComparer.Ordinal);
    private readonly ConstructorInfo _constructor;
    private readonly ParameterInfo[] _parameters;

    private RecordShape(Type type)
    {
        _constructor = type.GetConstructor(Type.EmptyTypes) ?? type.GetConstructors() switch
        {
            [var only] => only,
            _ => throw new NotSupportedException($"{type} is read from no document: it has not one public constructor."),
        };
        _parameters = _constructor.GetParameters();
        var nullability = new NullabilityInfoContext();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // Ignored only in writing where a condition is given.
            if (property.GetCustomAttribute<JsonIgnoreAttribute>(inherit: false) is not { Condition: JsonIgnoreCondition.Always })
            {
                var name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
                var nullable = !property.PropertyType.IsValueType && nullability.Create(property).WriteState != NullabilityState.NotNull;
                _members.Add(name, new RecordMember(name, property, nullable));
            }
        }
    }

    /// <summary>The members' names, in the order of the record.</summary>
    public IEnumerable<string> Names => _members.Keys;

    /// <summary>Those that a document must have.</summary>
    public IEnumerable<string> Required => _members.Values.Where(member => member.IsRequired).Select(member => member.Name);

    public static RecordShape Of(Type type) => Known.GetValue(type, static type => new RecordShape(type));

    /// <summary>The member of a name; null for none.</summary>
    public RecordMember? Find(string name) => _members.GetValueOrDefault(name);

    /// <summary>The record. What is not given keeps the value that the record's initialisers give it, or that its constructor's parameters default to.</summary>
    public object Make(IReadOnlyList<(RecordMember Member, object? Value)> given)
    {
        var record = _constructor.Invoke(Array.ConvertAll(_parameters, parameter =>
            given.FirstOrDefault(item => item.Member.Property.Name == parameter.Name) is { Member: not null } item ? item.Value : parameter.HasDefaultValue ? parameter.DefaultValue : null));
        foreach (var (member, value) in given)
        {
            if (member.Property is { SetMethod.IsPublic: true } && !Array.Exists(_parameters, parameter => parameter.Name == member.Property.Name))
            {
                member.Property.SetValue(record, value);
            }
        }

        return record;
    }
}

/// <summary>One member of a record.</summary>
/// <param name="Name">In documents.</param>
/// <param name="Property">In the record; one that cannot be set is taken from a document and forgotten.</param>
/// <param name="IsNullable">Whether a text, list or object may be null; of other types <see cref="Nullable{T}"/> tells.</param>
internal sealed record RecordMember(string Name, PropertyInfo Property, bool IsNullable)
{
    public bool IsRequired { get; } = Property.IsDefined(typeof(RequiredMemberAttribute));
}
