using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The classes of <c>--class</c>: a blend for every picture, none, or one that each seed draws, as in the demo.</summary>
internal sealed class ClassChoice
{
    private const string Mixed = "mixed";
    private const string Nothing = "none";

    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<WeightedClass>? _blend;

    // A drawn class would speak against words.
    private readonly bool _worded;

    private ClassChoice(IReadOnlyList<string> names, IReadOnlyList<WeightedClass>? blend, bool worded) => (_names, _blend, _worded) = (names, blend, worded);

    /// <summary>Reads <c>3</c>, <c>3:0.7,5:0.3</c>, names instead of numbers, <c>mixed</c> or <c>none</c>.</summary>
    /// <param name="text">What was given; null is <c>mixed</c>.</param>
    /// <param name="names">The model's classes.</param>
    /// <param name="worded">Whether words are asked for, so that <c>mixed</c> draws none.</param>
    /// <exception cref="ConfigException">A class does not exist or a weight is no number above 0.</exception>
    public static ClassChoice Parse(string? text, IReadOnlyList<string> names, bool worded = false) => text switch
    {
        null or Mixed => new ClassChoice(names, null, worded),
        Nothing => new ClassChoice(names, [], worded),
        _ => new ClassChoice(names, [.. text.Split(',').Select(item => Weighted(item, text, names))], worded),
    };

    /// <summary>The choice that a session's parameters hold.</summary>
    public static ClassChoice Of(ConditionParameters condition, IReadOnlyList<string> names) => new(names, condition is { RandomClass: true, Classes.Count: 0 } ? null : condition.Classes, condition.Prompt.Length > 0);

    /// <summary>The same as a session's parameters.</summary>
    public ConditionParameters ForSession() => new() { Classes = _blend ?? [], RandomClass = _blend is null };

    /// <summary>What the generator is asked for.</summary>
    public ClassCondition Condition(ulong seed) => Blend(seed) is { Count: > 0 } blend ? ClassCondition.Blend(blend) : ClassCondition.None;

    /// <summary>The same in words, such as <c>Flags:0.7,Objects:0.3</c>.</summary>
    public string Describe(ulong seed) => Blend(seed) switch
    {
        { Count: 0 } => Nothing,
        [var single] => _names[single.Class],
        var blend => string.Join(',', blend.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{_names[entry.Class]}:{entry.Weight}"))),
    };

    /// <summary>The classes of a seed's picture; empty for none.</summary>
    public IReadOnlyList<WeightedClass> Blend(ulong seed) => _blend ?? (_worded || _names.Count == 0 ? [] : [new WeightedClass(ClassDraw.Of(seed, _names.Count), 1)]);

    /// <summary>What a session's parameters ask for with a seed's own words, where it draws them.</summary>
    /// <param name="condition">What is asked for.</param>
    /// <param name="prompts">What seeds draw; null for nothing.</param>
    /// <param name="seed">The picture's.</param>
    public ConditionParameters Worded(ConditionParameters condition, DrawnPrompts? prompts, ulong seed) =>
        _blend is null && !_worded && prompts is not null ? condition with { Prompt = prompts.Of(seed, _names.Count == 0 ? 0 : ClassDraw.Of(seed, _names.Count)) } : condition;

    // A class name may hold a colon: only a number behind the last one is a weight.
    private static WeightedClass Weighted(string item, string text, IReadOnlyList<string> names)
    {
        var colon = item.LastIndexOf(':');
        if (Find(item, names) is { } whole)
        {
            return new WeightedClass(whole, 1);
        }

        if (colon > 0 && Find(item[..colon], names) is { } index)
        {
            return double.TryParse(item.AsSpan(colon + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) && weight > 0 && double.IsFinite(weight)
                ? new WeightedClass(index, weight)
                : throw new ConfigException($"--class is '{text}': the weight of '{item}' is no number above 0. Give class:weight, such as 3:0.7,5:0.3.");
        }

        throw new ConfigException(string.Create(
            CultureInfo.InvariantCulture,
            $"--class is '{text}': there is no class '{item}'. Give 0 to {names.Count - 1}, {Mixed}, {Nothing} or one of: {string.Join(", ", names)}."));
    }

    private static int? Find(string name, IReadOnlyList<string> names)
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return index < names.Count ? index : null;
        }

        if (names.ToList().FindIndex(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var found)
        {
            return found;
        }

        int[] begun = name.Length == 0 ? [] : [.. Enumerable.Range(0, names.Count).Where(i => names[i].StartsWith(name, StringComparison.OrdinalIgnoreCase))];
        return begun.Length < 2 ? begun.Cast<int?>().FirstOrDefault() : throw new ConfigException($"--class is '{name}', which may be {string.Join(" or ", begun.Take(5).Select(i => $"'{names[i]}'"))}. Give more of the name.");
    }
}

/// <summary>The classes of a session in words.</summary>
internal static class ClassText
{
    /// <summary>Names joined by <c>+</c>, <c>mixed</c>, or <c>none</c>.</summary>
    /// <param name="condition">The classes.</param>
    /// <param name="names">The model's.</param>
    public static string Of(ConditionParameters condition, IReadOnlyList<string> names) =>
        condition.Classes.Count > 0 ? string.Join('+', condition.Classes.Select(item => names[item.Class])) : condition.DrawsClass ? "mixed" : "none";
}
