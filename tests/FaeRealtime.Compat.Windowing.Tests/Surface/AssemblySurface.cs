using System.Globalization;
using System.Reflection;

namespace FaeRealtime.Compat.Windowing.Tests.Surface;

/// <summary>Writes an assembly's public and protected members in the form of the recorded signatures.</summary>
internal static class AssemblySurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>All visible types of an assembly.</summary>
    /// <param name="assembly">A loaded assembly.</param>
    public static IEnumerable<SurfaceType> Read(Assembly assembly) => assembly.GetTypes()
        .Where(type => type.IsPublic || type.IsNestedPublic || type.IsNestedFamily)
        .Where(EnclosedVisibly)
        .Select(Describe);

    private static bool EnclosedVisibly(Type type) =>
        type.DeclaringType is not { } outer || ((outer.IsPublic || outer.IsNestedPublic || outer.IsNestedFamily) && EnclosedVisibly(outer));

    private static SurfaceType Describe(Type type)
    {
        string name = NameOf(type);
        if (type.IsEnum)
        {
            IEnumerable<string> values = Enum.GetNames(type).Select(value =>
                string.Create(CultureInfo.InvariantCulture, $"{value}={Convert.ToInt64(Enum.Parse(type, value), CultureInfo.InvariantCulture)}"));
            return new SurfaceType(name, $"enum {name}", [.. values]);
        }

        return typeof(Delegate).IsAssignableFrom(type)
            ? new SurfaceType(name, $"delegate {name}", [])
            : new SurfaceType(name, $"{type.Attributes & TypeAttributes.ClassSemanticsMask} {name}", [.. Members(type)]);
    }

    private static string NameOf(Type type)
    {
        string plain = SurfaceText.GenericMark().Replace(type.FullName!.Replace('+', '.'), string.Empty);
        return type.IsGenericTypeDefinition && !typeof(Delegate).IsAssignableFrom(type)
            ? $"{plain}<{string.Join(", ", type.GetGenericArguments().Select(parameter => parameter.Name))}>"
            : plain;
    }

    private static IEnumerable<string> Members(Type type)
    {
        IEnumerable<string> fields = type.GetFields(Declared)
            .Where(field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName)
            .Select(SurfaceText.Field);
        IEnumerable<string> constructors = type.GetConstructors(Declared)
            .Where(constructor => SurfaceText.Visible(constructor) && !constructor.IsStatic)
            .Select(SurfaceText.Constructor);
        IEnumerable<string> properties = type.GetProperties(Declared)
            .Where(property => SurfaceText.Visible(property.GetMethod) || SurfaceText.Visible(property.SetMethod))
            .Select(SurfaceText.Property);
        IEnumerable<string> events = type.GetEvents(Declared)
            .Where(handler => SurfaceText.Visible(handler.AddMethod))
            .Select(SurfaceText.Event);
        IEnumerable<string> methods = type.GetMethods(Declared)
            .Where(method => SurfaceText.Visible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)))
            .Select(SurfaceText.Method);
        return [.. fields, .. constructors, .. properties, .. events, .. methods];
    }
}
