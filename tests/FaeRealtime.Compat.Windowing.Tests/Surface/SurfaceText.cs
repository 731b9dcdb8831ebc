using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FaeRealtime.Compat.Windowing.Tests.Surface;

/// <summary>One line per member.</summary>
internal static partial class SurfaceText
{
    private static readonly NullabilityInfoContext Nullability = new();

    internal static bool Visible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    internal static string Field(FieldInfo field)
    {
        string access = field.IsPublic ? string.Empty : "protected ";
        string kind = field.IsLiteral ? "const " : field.IsStatic ? "static " : string.Empty;
        string fixedOnce = field.IsInitOnly ? "readonly " : string.Empty;
        string value = field.IsLiteral ? " = " + SurfaceParameters.Value(field.GetRawConstantValue(), field.FieldType) : string.Empty;
        string type = SurfaceTypeNames.Of(field.FieldType, Nullability.Create(field), SurfaceTypeNames.TupleNames(field.GetCustomAttributesData()));
        return $"{access}{kind}{fixedOnce}{type} {field.Name}{value}";
    }

    internal static string Constructor(ConstructorInfo constructor) =>
        $"{(constructor.IsPublic ? string.Empty : "protected ")}.ctor({Parameters(constructor, false)})";

    internal static string Property(PropertyInfo property)
    {
        MethodInfo? get = Visible(property.GetMethod) ? property.GetMethod : null;
        MethodInfo? set = Visible(property.SetMethod) ? property.SetMethod : null;
        string type = SurfaceTypeNames.Of(property.PropertyType, Nullability.Create(property), SurfaceTypeNames.TupleNames(property.GetCustomAttributesData()));
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length > 0 ? $"this[{string.Join(", ", index.Select(parameter => SurfaceParameters.Of(parameter, false)))}]" : property.Name;
        bool once = set?.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") == true;
        string setter = set is null ? string.Empty : once ? "init; " : $"{(set.IsPublic ? string.Empty : "protected ")}set; ";
        return $"{Access(get ?? set!)}{(property.PropertyType.IsByRef ? "ref " : string.Empty)}{type} {name} {{ {(get is null ? string.Empty : "get; ")}{setter}}}";
    }

    internal static string Event(EventInfo handler) =>
        $"event {SurfaceTypeNames.Of(handler.EventHandlerType!, Nullability.Create(handler))} {handler.Name}";

    internal static string Method(MethodInfo method)
    {
        bool extension = method.IsDefined(typeof(ExtensionAttribute));
        string obsolete = method.IsDefined(typeof(ObsoleteAttribute)) ? "[Obsolete] " : string.Empty;
        string type = SurfaceTypeNames.Of(
            method.ReturnType, Nullability.Create(method.ReturnParameter), SurfaceTypeNames.TupleNames(method.ReturnParameter.GetCustomAttributesData()));
        string generic = method.IsGenericMethodDefinition
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(parameter => parameter.Name))}>"
            : string.Empty;
        string constraints = method.IsGenericMethodDefinition ? SurfaceConstraints.Of(method.GetGenericArguments()) : string.Empty;
        string byRef = method.ReturnType.IsByRef ? "ref " : string.Empty;
        return $"{obsolete}{Access(method)}{byRef}{type} {method.Name}{generic}({Parameters(method, extension)}){constraints}";
    }

    [GeneratedRegex(@"`\d")]
    internal static partial Regex GenericMark();

    private static string Parameters(MethodBase method, bool extension) =>
        string.Join(", ", method.GetParameters().Select((parameter, place) => SurfaceParameters.Of(parameter, extension && place == 0)));

    private static string Access(MethodInfo method)
    {
        string access = (method.IsPublic ? string.Empty : "protected ") + (method.IsStatic ? "static " : string.Empty);
        if (method.DeclaringType!.IsInterface)
        {
            return access;
        }

        return method.IsAbstract ? access + "abstract "
            : !method.IsVirtual || method.IsFinal ? access
            : access + (method.GetBaseDefinition() != method ? "override " : "virtual ");
    }
}
