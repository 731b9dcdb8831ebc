using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Remote.Control;

/// <summary>The session's actions by the names that HTTP, the page and OSC use.</summary>
internal static class SessionActions
{
    private static readonly Dictionary<string, SessionAction> ByName =
        Enum.GetValues<SessionAction>().ToDictionary(action => JsonNamingPolicy.CamelCase.ConvertName(action.ToString()), StringComparer.Ordinal);

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The action of a name.</summary>
    /// <exception cref="ConfigException">There is none.</exception>
    public static SessionAction Of(string name) => ByName.TryGetValue(name, out var action)
        ? action
        : throw new ConfigException($"There is no action '{Shortened.Text(name)}'; the nearest is '{NearestName.Of(Shortened.Text(name), Names)}'.");
}
