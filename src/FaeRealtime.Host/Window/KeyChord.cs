using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using Silk.NET.Input;

namespace FaeRealtime.Host.Window;

/// <summary>A key with what is held beside it.</summary>
/// <param name="Key">By its place on a US keyboard.</param>
/// <param name="Ctrl">With Ctrl.</param>
/// <param name="Shift">With Shift.</param>
/// <param name="Alt">With Alt.</param>
internal readonly record struct KeyChord(Key Key, bool Ctrl = false, bool Shift = false, bool Alt = false)
{
    private static readonly Dictionary<string, Key> Symbols = new(StringComparer.OrdinalIgnoreCase)
    {
        ["["] = Key.LeftBracket, ["]"] = Key.RightBracket, ["-"] = Key.Minus, ["="] = Key.Equal, [","] = Key.Comma, ["."] = Key.Period,
        ["/"] = Key.Slash, [";"] = Key.Semicolon, ["'"] = Key.Apostrophe, ["`"] = Key.GraveAccent, ["\\"] = Key.BackSlash, ["Esc"] = Key.Escape,
    };

    private static readonly Dictionary<string, Key> Names = KnownNames();

    /// <summary>Reads one, such as <c>n</c>, <c>ctrl+shift+F5</c>, <c>?</c> or <c>[</c>.</summary>
    /// <exception cref="ConfigException">There is no such key; the nearest is named.</exception>
    public static KeyChord Parse(string text)
    {
        if (text == "?")
        {
            return new KeyChord(Key.Slash, Shift: true);
        }

        var parts = text.Split('+');
        var held = parts[..^1];
        if (held.FirstOrDefault(part => Modifier(part) is null) is { } wrong)
        {
            throw new ConfigException($"'{text}' is no key: '{wrong}' is none of ctrl, shift and alt.");
        }

        return Names.TryGetValue(parts[^1], out var key)
            ? new KeyChord(key, held.Any(part => Modifier(part) == 'c'), held.Any(part => Modifier(part) == 's'), held.Any(part => Modifier(part) == 'a'))
            : throw new ConfigException($"'{text}' is no key; the nearest to '{parts[^1]}' is '{NearestName.Of(parts[^1], Names.Keys)}'.");
    }

    /// <summary>As the help shows it.</summary>
    public override string ToString() => this == new KeyChord(Key.Slash, Shift: true)
        ? "?"
        : $"{(Ctrl ? "Ctrl+" : string.Empty)}{(Alt ? "Alt+" : string.Empty)}{(Shift ? "Shift+" : string.Empty)}{NameOf(Key)}";

    private static string NameOf(Key key) => Symbols.FirstOrDefault(entry => entry.Value == key).Key
        ?? (key is >= Key.Number0 and <= Key.Number9 ? ((int)key - (int)Key.Number0).ToString(CultureInfo.InvariantCulture) : key.ToString());

    private static char? Modifier(string text) => text.ToUpperInvariant() switch
    {
        "CTRL" => 'c',
        "SHIFT" => 's',
        "ALT" => 'a',
        _ => null,
    };

    private static Dictionary<string, Key> KnownNames()
    {
        var names = new Dictionary<string, Key>(Symbols, StringComparer.OrdinalIgnoreCase);
        foreach (var name in Enum.GetNames<Key>().Where(name => name != nameof(Key.Unknown)))
        {
            names[name] = Enum.Parse<Key>(name);
        }

        for (var digit = 0; digit <= 9; digit++)
        {
            names[digit.ToString(CultureInfo.InvariantCulture)] = Key.Number0 + digit;
        }

        return names;
    }
}
