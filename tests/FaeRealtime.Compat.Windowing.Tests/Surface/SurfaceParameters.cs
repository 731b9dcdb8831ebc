using System.Globalization;
using System.Reflection;

namespace FaeRealtime.Compat.Windowing.Tests.Surface;

/// <summary>Parameters with their modifiers and defaults.</summary>
internal static class SurfaceParameters
{
    private static readonly NullabilityInfoContext Nullability = new();

    internal static string Of(ParameterInfo parameter, bool receiver)
    {
        IList<CustomAttributeData> attributes = parameter.GetCustomAttributesData();
        string list = attributes.Any(attribute => attribute.AttributeType.Name is "ParamArrayAttribute" or "ParamCollectionAttribute") ? "params " : string.Empty;
        string type = SurfaceTypeNames.Of(parameter.ParameterType, Nullability.Create(parameter), SurfaceTypeNames.TupleNames(attributes));
        return $"{(receiver ? "this " : string.Empty)}{list}{Passing(parameter, attributes)}{type} {parameter.Name}{Default(parameter)}";
    }

    internal static string Value(object? value, Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => plain.IsValueType ? "null/default" : "null",
            _ when plain.IsEnum => $"{plain.Name}.{Enum.ToObject(plain, value)}",
            string text => $"\"{text}\"",
            bool truth => truth ? "true" : "false",
            float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            Missing or DBNull => "default",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    private static string Passing(ParameterInfo parameter, IList<CustomAttributeData> attributes)
    {
        if (!parameter.ParameterType.IsByRef)
        {
            return string.Empty;
        }

        return parameter.IsOut ? "out "
            : attributes.Any(attribute => attribute.AttributeType.Name == "RequiresLocationAttribute") ? "ref readonly "
            : parameter.IsIn ? "in " : "ref ";
    }

    private static string Default(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? " = " + Value(parameter.RawDefaultValue, parameter.ParameterType)
        : parameter.IsOptional ? " = default"
        : string.Empty;
}
