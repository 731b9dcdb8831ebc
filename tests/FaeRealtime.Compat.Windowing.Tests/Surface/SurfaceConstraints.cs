using System.Reflection;

namespace FaeRealtime.Compat.Windowing.Tests.Surface;

/// <summary>The where clauses of a generic method.</summary>
internal static class SurfaceConstraints
{
    internal static string Of(IEnumerable<Type> parameters) => string.Concat(parameters
        .Select(parameter => (parameter.Name, Clauses: Clauses(parameter)))
        .Where(entry => entry.Clauses.Count > 0)
        .Select(entry => $" where {entry.Name} : {string.Join(", ", entry.Clauses)}"));

    private static List<string> Clauses(Type parameter)
    {
        GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
        bool unmanaged = parameter.GetCustomAttributesData().Any(attribute => attribute.AttributeType.Name == "IsUnmanagedAttribute");
        bool value = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        List<string> clauses = unmanaged ? ["unmanaged"] : value ? ["struct"] : [];
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            clauses.Add("class");
        }

        clauses.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(type => SurfaceTypeNames.Of(type)));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !unmanaged && !value)
        {
            clauses.Add("new()");
        }

        return clauses;
    }
}
