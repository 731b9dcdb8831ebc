using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The classes of a session in words.</summary>
internal static class ClassText
{
    /// <summary>Names joined by <c>+</c>, <c>mixed</c>, or <c>none</c>.</summary>
    /// <param name="condition">The classes.</param>
    /// <param name="names">The model's.</param>
    public static string Of(ConditionParameters condition, IReadOnlyList<string> names) =>
        condition.Classes.Count > 0 ? string.Join('+', condition.Classes.Select(item => names[item.Class])) : condition.Mix ? "mixed" : "none";
}
