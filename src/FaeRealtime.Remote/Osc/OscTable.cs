using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Remote.Control;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Remote.Osc;

/// <summary>What the messages of one packet ask for together: it happens whole or not at all.</summary>
/// <param name="now">The parameters that act.</param>
internal sealed class OscChange(SessionParameters now)
{
    /// <summary>The parameters that the packet leads to.</summary>
    public SessionParameters Parameters { get; set; } = now;

    /// <summary>What happens after these have been accepted, in order.</summary>
    public List<Action> Actions { get; } = [];
}

/// <summary>What a message does to a change.</summary>
/// <param name="message">The message.</param>
/// <param name="change">What its packet asks for so far.</param>
/// <exception cref="Core.Errors.ConfigException">Arguments of the wrong type, number or range.</exception>
internal delegate void OscHandler(OscMessage message, OscChange change);

/// <summary>Every address that OSC understands, with what it does.</summary>
internal sealed class OscTable
{
    /// <summary>Asks for the figures that go out; the server's own.</summary>
    public const string Subscribe = "/fae/out/subscribe";

    private const string Root = "/fae/";
    private const string Prompt = "/fae/prompt";
    private const string ClassPrefix = "/fae/class/";
    private const string DirectionPrefix = "/fae/directions/";
    private const string AnyDirection = "/fae/directions/<name>";
    private const string PhrasePrefix = "/fae/prompt/";
    private const string AnyPhrase = "/fae/prompt/<phrase>";
    private const string AnyClass = "/fae/class/<id>";
    private const int LongestQuote = 80;

    private readonly Dictionary<string, OscHandler> _handlers;
    private readonly OscActions _actions;

    /// <param name="actions">What is more than setting parameters.</param>
    public OscTable(OscActions actions)
    {
        _actions = actions;
        _handlers = Entries(actions).ToDictionary(entry => entry.Target.Address, entry => entry.Handler, StringComparer.Ordinal);
    }

    /// <summary>The addresses, for clients that ask what there is.</summary>
    public static IReadOnlyList<OscTarget> Targets { get; } =
    [
        .. Entries(null).Select(entry => entry.Target),
        new OscTarget { Address = Subscribe, Types = "|i", Description = "Sends /fae/out/fps and /fae/out/latency (ms) once a second, and /fae/out/loop 1 when a loop or a closed timeline passes its start, to the sender, or to this port of the sender's; 0 ends it." },
    ];

    /// <summary>Whether an address is one of this program's, right or misspelt.</summary>
    public static bool IsOurs(string address) => address.StartsWith(Root, StringComparison.Ordinal);

    /// <summary>Refuses an address that nothing could be sent to.</summary>
    /// <exception cref="ConfigException">There is none; the nearest is named.</exception>
    public static void Require(string address)
    {
        if (Index(address) is null && NamedPath(address) is null && !Targets.Any(target => target.Address == address && !IsPlaceholder(address)))
        {
            throw new ConfigException(Unknown(address));
        }
    }

    /// <summary>The addresses that a pattern means; one of several names of the same thing, and none that only refuses.</summary>
    public IEnumerable<string> Matching(OscPattern pattern)
    {
        var classes = Enumerable.Range(0, _actions.Classes().Count).Select(index => string.Create(CultureInfo.InvariantCulture, $"{ClassPrefix}{index}"));
        return _handlers.Where(entry => !IsPlaceholder(entry.Key) && pattern.Matches(entry.Key)).DistinctBy(entry => entry.Value).Select(entry => entry.Key)
            .Concat(classes.Concat(_actions.Directions().Select(name => $"{DirectionPrefix}{name.Replace(' ', '_')}")).Append(Subscribe).Where(pattern.Matches));
    }

    /// <summary>Applies a message to a change.</summary>
    /// <exception cref="ConfigException">The address is unknown, or the arguments do not fit.</exception>
    public void Apply(OscMessage message, OscChange change)
    {
        if (_handlers.TryGetValue(message.Address, out var handler))
        {
            handler(message, change);
        }
        else if (message.Address.StartsWith(ClassPrefix, StringComparison.Ordinal))
        {
            SetClass(message, change);
        }
        else if (NamedPath(message.Address) is { } path)
        {
            SetNamed(path, OscValues.Number(message), change);
        }
        else
        {
            throw new ConfigException(Unknown(message.Address));
        }
    }

    // A misspelt address is most like the one whose last part is most like its own.
    private static string Unknown(string address)
    {
        var given = address.Length > LongestQuote ? address[..LongestQuote] : address;
        var names = Targets.Select(target => target.Address).Where(name => !IsPlaceholder(name)).ToLookup(Last);
        var nearest = NearestName.Of(given, names[NearestName.Of(Last(given), names.Select(group => group.Key))!]);
        return $"There is no address '{Shortened.Text(given)}'; the nearest is '{nearest}'.";
    }

    private static string Last(string address) => address[(address.LastIndexOf('/') + 1)..];

    private static List<(OscTarget Target, OscHandler Handler)> Entries(OscActions? actions)
    {
        List<(OscTarget Target, OscHandler Handler)> entries =
        [
            .. OscParameters.All(),
            OscParameters.Entry(ParameterTable.At("source/x"), "latent/x"),
            OscParameters.Entry(ParameterTable.At("source/y"), "latent/y"),
            OscParameters.Entry(ParameterTable.At("source/phase"), "loop/phase"),
            Entry("/fae/seeds", "i|(if)+", "Seeds and their weights in turn, or one seed.", (message, change) => change.Parameters = change.Parameters with { Source = change.Parameters.Source with { Seeds = OscValues.Seeds(message) } }),
            Entry("/fae/paint", "s", "Places that are made anew while the rest stays as it is shown now: a digit 0 to f for each place of a square grid, row by row; empty for none.", (message, change) => change.Parameters = change.Parameters with { Source = change.Parameters.Source with { Paint = OscValues.Text(message) } }),
            Entry(AnyClass, "f", "Weight of a class in the blend, by its index; 0 takes it out.", SetClass),
            Entry("/fae/class", "|i|s", "One class alone, by its index or name; nothing for none.", (message, change) => SetClasses(OscValues.Class(message, actions!.Classes()), change)),
            Entry("/fae/classes", "|i|(if)+", "Classes, by index or name, and their weights in turn, or one class; nothing for none.", (message, change) => SetClasses(OscValues.Classes(message, actions!.Classes()), change)),
            Entry("/fae/preset", "s|i", "Recalls a preset by its name; the keys 1 to 9 store theirs as \"1\" to \"9\".", (message, change) => Do(change, OscValues.Name(message), actions!.Recall)),
            Entry("/fae/capture", "|i", "Writes the picture that is shown.", (message, change) => DoPressed(message, change, actions!.Capture)),
            Entry("/fae/record", "T|F|i", "Starts or stops a recording.", (message, change) => Do(change, OscValues.Switch(message), actions!.Record)),
            Entry("/fae/direction", "sf", "Weight of one of the model's directions, by its name; 0 takes it out.", (message, change) => SetNamed(ConditionParameters.DirectionPrefix, OscValues.NamedNumber(message), change)),
            Entry(AnyDirection, "f", "The same with the name in the address, _ for a space.", (message, _) => throw new ConfigException($"{Shortened.Text(message.Address)} names no direction; give its name, such as {DirectionPrefix}smile.")),
            Entry("/fae/directions", "s", "All of the model's directions that act, with weights, such as \"smile:1.5, component 2:-1\"; empty for none.", SetDirections),
            Entry("/fae/phrase", "sf", "Weight of one phrase of the prompt; 0 takes it out, below 0 leads away from it.", (message, change) => SetNamed(ConditionParameters.PhrasePrefix, OscValues.NamedNumber(message), change)),
            Entry(AnyPhrase, "f", "The same with the phrase in the address, _ for a space.", (message, _) => throw new ConfigException($"{Shortened.Text(message.Address)} names no phrase; give it, such as {PhrasePrefix}red_hair.")),
            Entry(Prompt, "s", "Words for a model that knows them: phrases with weights, such as \"red hair:1.5, glasses\", below 0 what guidance leads away from; empty for none.", SetPrompt),
        ];
        var taken = entries.Select(entry => entry.Target.Address).ToHashSet(StringComparer.Ordinal);
        foreach (var name in SessionActions.Names)
        {
            // One handler under both names, so that a pattern that means both acts once.
            var action = Entry($"/fae/action/{name}", "|i", "Does what the page's button of that name does.", (message, change) => DoPressed(message, change, () => actions!.Act(name)));
            entries.Add(action);
            if (!taken.Contains(Root + name))
            {
                entries.Add((action.Target with { Address = Root + name }, action.Handler));
            }
        }

        return entries;
    }

    private static (OscTarget Target, OscHandler Handler) Entry(string address, string types, string description, OscHandler handler) =>
        (new OscTarget { Address = address, Types = types, Description = description }, handler);

    private static void Do<T>(OscChange change, T value, Action<T> action) => change.Actions.Add(() => action(value));

    private static void DoPressed(OscMessage message, OscChange change, Action action)
    {
        if (OscValues.Pressed(message))
        {
            change.Actions.Add(action);
        }
    }

    private static void SetClass(OscMessage message, OscChange change)
    {
        if (Index(message.Address) is not { } index)
        {
            throw new ConfigException($"{Shortened.Text(message.Address)} names no class; give its index, such as {ClassPrefix}3.");
        }

        var weight = OscValues.Number(message);
        var condition = change.Parameters.Condition;
        var others = condition.Classes.Where(item => item.Class != index);
        change.Parameters = change.Parameters with { Condition = condition with { Classes = weight == 0 ? [.. others] : [.. others, new WeightedClass(index, weight)] } };
    }

    private static void SetClasses(IReadOnlyList<WeightedClass> classes, OscChange change) =>
        change.Parameters = change.Parameters with { Condition = change.Parameters.Condition with { Classes = classes, RandomClass = change.Parameters.Condition.RandomClass && classes.Count == 0 } };

    private static void SetPrompt(OscMessage message, OscChange change) =>
        change.Parameters = change.Parameters with { Condition = change.Parameters.Condition with { Prompt = OscValues.Name(message) } };

    private static void SetDirections(OscMessage message, OscChange change) =>
        change.Parameters = change.Parameters with { Condition = change.Parameters.Condition with { Directions = OscValues.Name(message) } };

    private static void SetNamed(string prefix, (string Name, double Weight) one, OscChange change) => SetNamed(prefix + one.Name, one.Weight, change);

    private static void SetNamed(string path, double weight, OscChange change) => change.Parameters = ParameterTable.At(path).With(change.Parameters, weight);

    private static string? NamedPath(string address) => IsPlaceholder(address)
        ? null
        : NamedPath(address, DirectionPrefix, ConditionParameters.DirectionPrefix) ?? NamedPath(address, PhrasePrefix, ConditionParameters.PhrasePrefix);

    private static string? NamedPath(string address, string prefix, string path) =>
        address.StartsWith(prefix, StringComparison.Ordinal) && address.Length > prefix.Length ? path + address[prefix.Length..].Replace('_', ' ') : null;

    private static bool IsPlaceholder(string address) => address is AnyClass or AnyDirection or AnyPhrase;

    private static int? Index(string address) =>
        address.StartsWith(ClassPrefix, StringComparison.Ordinal) && int.TryParse(address.AsSpan(ClassPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}

/// <summary>An address that messages may be sent to, as <c>/api/v1/osc/paths</c> describes it.</summary>
internal sealed record OscTarget
{
    /// <summary>Such as <c>/fae/steps</c>; a part in angle brackets stands for a number.</summary>
    public required string Address { get; init; }

    /// <summary>The argument types it takes, such as <c>f</c>; alternatives are separated by <c>|</c>.</summary>
    public required string Types { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>Least value, where there is a range.</summary>
    public double? Minimum { get; init; }

    /// <summary>Greatest value.</summary>
    public double? Maximum { get; init; }

    /// <summary>Unit of the value.</summary>
    public string? Unit { get; init; }

    /// <summary>Names that it takes instead of numbers.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}
