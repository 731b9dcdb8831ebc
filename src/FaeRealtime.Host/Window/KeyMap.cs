using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.Window;

/// <summary>Which key does what: the usual keys, changed by a file.</summary>
internal sealed class KeyMap
{
    private readonly Dictionary<KeyChord, Hotkey> _byChord = [];
    private readonly Dictionary<string, List<KeyChord>> _byName = [];
    private readonly List<string> _problems = [];

    private KeyMap(IReadOnlyDictionary<string, IReadOnlyList<string>> changes)
    {
        foreach (var name in changes.Keys.Where(name => HotkeyTable.All.All(hotkey => hotkey.Name != name)))
        {
            _problems.Add($"there is no action '{name}'; the nearest is '{NearestName.Of(name, HotkeyTable.All.Select(hotkey => hotkey.Name))}'.");
        }

        // The file's keys first: an action that usually has one of them loses it.
        foreach (var hotkey in HotkeyTable.All.OrderBy(hotkey => changes.ContainsKey(hotkey.Name) ? 0 : 1))
        {
            _byName[hotkey.Name] = [];
            var isChanged = changes.TryGetValue(hotkey.Name, out var requested);
            foreach (var text in requested ?? hotkey.Keys.Split(' '))
            {
                Bind(hotkey, text, isChanged);
            }
        }
    }

    /// <summary>The usual keys.</summary>
    public static KeyMap Usual { get; } = new(new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>The usual keys with those of a file: a JSON object of actions, each with a list of keys. An empty list leaves an action without any.</summary>
    /// <exception cref="ConfigException">The file is no such object, or names an action or key that there is none of, or gives a key to two actions.</exception>
    public static KeyMap Read(string path)
    {
        var map = new KeyMap(StrictJson.Read<IReadOnlyDictionary<string, IReadOnlyList<string>>>(path));
        return map._problems.Count == 0 ? map : throw StrictJson.Problems(path, map._problems);
    }

    /// <summary>What a key does; null for nothing. A walk's key does so with Shift and Ctrl, too.</summary>
    public Hotkey? Find(KeyChord chord) => _byChord.TryGetValue(chord, out var exact) ? exact
        : _byChord.TryGetValue(new KeyChord(chord.Key), out var plain) && plain.Walk is not null ? plain : null;

    /// <summary>The keys of an action, as the help shows them; empty for none.</summary>
    public string KeysOf(Hotkey hotkey) => string.Join(' ', _byName[hotkey.Name]);

    private void Bind(Hotkey hotkey, string text, bool isChanged)
    {
        KeyChord chord;
        try
        {
            chord = KeyChord.Parse(text);
        }
        catch (ConfigException wrong)
        {
            _problems.Add($"{hotkey.Name}: {wrong.Message}");
            return;
        }

        if (_byChord.TryAdd(chord, hotkey))
        {
            _byName[hotkey.Name].Add(chord);
        }
        else if (isChanged)
        {
            _problems.Add($"{chord} is given to {_byChord[chord].Name} and to {hotkey.Name}; take it from one of them.");
        }
    }
}
