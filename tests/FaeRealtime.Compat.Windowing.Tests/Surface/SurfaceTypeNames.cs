using System.Reflection;

namespace FaeRealtime.Compat.Windowing.Tests.Surface;

/// <summary>Type names as C# writes them, with nullable marks and tuple element names.</summary>
internal static class SurfaceTypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(bool)] = "bool",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
    };

    internal static string Of(Type type, NullabilityInfo? nullability = null, Queue<string?>? tuple = null)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability, tuple);
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!) + "*";
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, nullability?.ElementType, tuple)}[{new string(',', type.GetArrayRank() - 1)}]{Mark(type, nullability)}";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying, null, tuple) + "?";
        }

        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword + Mark(type, nullability);
        }

        return type.IsGenericParameter ? type.Name + Mark(type, nullability) : Named(type, nullability, tuple);
    }

    internal static Queue<string?>? TupleNames(IEnumerable<CustomAttributeData> attributes)
    {
        CustomAttributeData? names = attributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "TupleElementNamesAttribute");
        return names is null
            ? null
            : new Queue<string?>(((IReadOnlyList<CustomAttributeTypedArgument>)names.ConstructorArguments[0].Value!).Select(name => (string?)name.Value));
    }

    private static string Named(Type type, NullabilityInfo? nullability, Queue<string?>? tuple)
    {
        string outer = type.DeclaringType is null ? string.Empty : Enclosing(type.DeclaringType) + ".";
        if (!type.IsGenericType)
        {
            return outer + type.Name + Mark(type, nullability);
        }

        Type[] arguments = type.GetGenericArguments();
        if (type.GetGenericTypeDefinition().FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal))
        {
            return Tuple(arguments, nullability, tuple);
        }

        if (!type.Name.Contains('`', StringComparison.Ordinal))
        {
            return outer + type.Name;
        }

        IEnumerable<string> inner = arguments.Select((argument, place) => Of(argument, ArgumentOf(nullability, place), tuple));
        return $"{outer}{Bare(type)}<{string.Join(", ", inner)}>{Mark(type, nullability)}";
    }

    private static string Tuple(Type[] arguments, NullabilityInfo? nullability, Queue<string?>? tuple)
    {
        string?[] names = [.. arguments.Select(_ => tuple is { Count: > 0 } ? tuple.Dequeue() : null)];
        IEnumerable<string> elements = arguments.Select((argument, place) =>
            Of(argument, ArgumentOf(nullability, place), tuple) + (names[place] is { } name ? " " + name : string.Empty));
        return $"({string.Join(", ", elements)})";
    }

    private static string Enclosing(Type type) => (type.DeclaringType is null ? string.Empty : Enclosing(type.DeclaringType) + ".") + Bare(type);

    private static string Bare(Type type) => type.Name.Split('`')[0];

    private static NullabilityInfo? ArgumentOf(NullabilityInfo? nullability, int place) =>
        nullability is not null && place < nullability.GenericTypeArguments.Length ? nullability.GenericTypeArguments[place] : null;

    private static string Mark(Type type, NullabilityInfo? nullability) =>
        nullability is { ReadState: NullabilityState.Nullable } && !type.IsValueType && !type.IsGenericParameter ? "?" : string.Empty;
}
