using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FaeRealtime.Core.Config;

/// <summary>Lets records with <c>init</c> properties keep their initialisers' values where the document is silent.</summary>
/// <remarks>
/// Generated code sets init-only properties in one object initialiser, absent ones to zero or null (dotnet/runtime #58770). Here objects come from their
/// parameterless constructor and present members are set by reflection; absent ones stay as the record declares them.
/// </remarks>
internal static class InitialisedDefaults
{
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> Derived = [];

    /// <summary>The same type under options that keep defaults.</summary>
    public static JsonTypeInfo<T> Keep<T>(JsonTypeInfo<T> info)
    {
        var options = Derived.GetValue(info.Options, Derive);
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }

    private static JsonSerializerOptions Derive(JsonSerializerOptions options)
    {
        var derived = new JsonSerializerOptions(options) { TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(Modify) };
        derived.Converters.Add(new WholeNumberConverter<int>());
        derived.Converters.Add(new WholeNumberConverter<long>());
        derived.Converters.Add(new WholeNumberConverter<ulong>());
        return derived;
    }

    private static void Modify(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object || info.Type.GetConstructor(Type.EmptyTypes) is not { } constructor)
        {
            return;
        }

        info.CreateObject = () => constructor.Invoke(null);
        foreach (var property in info.Properties)
        {
            if (property.AttributeProvider is PropertyInfo { CanWrite: true } member)
            {
                property.Set = member.SetValue;
            }
        }
    }
}
