using System.Globalization;
using System.Text;

namespace FaeRealtime.Core.Checkpoints.Pickle;

/// <summary>What a pickle names and this program does not know: a class, a function, or the object that would come of one. It stands where the object would stand, and does nothing.</summary>
/// <param name="name">Module and name, such as <c>argparse.Namespace</c>, as the pickle has them.</param>
/// <param name="arguments">What it would be called with; null where it is only named.</param>
internal sealed class PicklePlaceholder(string name, PickleTuple? arguments = null)
{
    private const int ShownValues = 4;

    private const int ShownCharacters = 40;

    private List<object?>? _given;

    /// <summary>Module and name; may hold any character but a line feed.</summary>
    public string Name => name;

    /// <summary>What it would be called with; null where it is only named.</summary>
    public PickleTuple? Arguments => arguments;

    /// <summary>The state and the items that it would be given after the call, in the pickle's order.</summary>
    public IReadOnlyList<object?> Given => _given is null ? [] : _given;

    /// <summary>Keeps a state or items.</summary>
    /// <param name="values">The values.</param>
    public void Give(ReadOnlySpan<object?> values)
    {
        if (values.Length > 0)
        {
            (_given ??= new List<object?>(values.Length)).AddRange(values);
        }
    }

    /// <summary>One line for a person: the name, and the first plain values of what it was given. Never longer than a few hundred characters, without control characters.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(PickleText.Name(name));
        if (arguments is null)
        {
            return text.ToString();
        }

        string[] shown = [.. arguments.Items.Take(2 * ShownValues).Select(Plain).Concat(Given.Take(1).SelectMany(Members)).OfType<string>().Take(ShownValues + 1)];
        return text.Append('(').AppendJoin(", ", shown.Take(ShownValues)).Append(shown.Length > ShownValues ? ", …)" : ")").ToString();
    }

    private static IEnumerable<string?> Members(object? state) => state is PickleDictionary dictionary
        ? dictionary.Pairs.Take(2 * ShownValues).Select(pair => pair.Key is string key && Plain(pair.Value) is { } value ? $"{PickleText.Name(Start(key))}={value}" : null)
        : [Plain(state)];

    private static string? Plain(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        long or double => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        string word => $"'{PickleText.Name(Start(word))}'",
        PicklePlaceholder other => PickleText.Name(Start(other.Name)),
        _ => null,
    };

    private static string Start(string word) => word.Length <= ShownCharacters ? word : $"{word[..ShownCharacters]}…";
}

/// <summary>Names out of a stranger's file, fit for a message.</summary>
internal static class PickleText
{
    private const int MaximumLength = 120;

    /// <summary>Shortens a name and takes control characters out.</summary>
    /// <param name="name">The name as stored.</param>
    public static string Name(string name)
    {
        var start = name.Length <= MaximumLength ? name : name[..MaximumLength];
        return name.Length <= MaximumLength ? Line(start) : $"{Line(start)}…";
    }

    private static string Line(string text) => string.Create(text.Length, text, static (span, text) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) ? '?' : text[i];
        }
    });
}
