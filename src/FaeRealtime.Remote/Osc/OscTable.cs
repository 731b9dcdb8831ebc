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

    private const string ClassPrefix = "/fae/class/";
    private const string AnyClass = "/fae/class/<id>";
    private const int LongestQuote = 80;

    private readonly Dictionary<string, OscHandler> _handlers;

    /// <param name="actions">What is more than setting parameters.</param>
    public OscTable(OscActions actions) =>
        _handlers = Entries(actions).ToDictionary(entry => entry.Target.Address, entry => entry.Handler, StringComparer.Ordinal);

    /// <summary>The addresses, for clients that ask what there is.</summary>
    public static IReadOnlyList<OscTarget> Targets { get; } =
    [
        .. Entries(null).Select(entry => entry.Target),
        new OscTarget { Address = Subscribe, Types = "|i", Description = "Sends /fae/out/fps and /fae/out/latency (ms) once a second, and /fae/out/loop 1 when a loop or a closed timeline passes its start, to the sender, or to this port of the sender's; 0 ends it." },
    ];

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
        else
        {
            var given = message.Address.Length > LongestQuote ? message.Address[..LongestQuote] : message.Address;
            throw new ConfigException($"There is no address '{Shortened.Text(given)}'; the nearest is '{NearestName.Of(given, _handlers.Keys)}'.");
        }
    }

    private static IEnumerable<(OscTarget Target, OscHandler Handler)> Entries(OscActions? actions) =>
    [
        .. OscParameters.All(),
        OscParameters.Entry(ParameterTable.At("source/x"), "latent/x"),
        OscParameters.Entry(ParameterTable.At("source/y"), "latent/y"),
        OscParameters.Entry(ParameterTable.At("source/phase"), "loop/phase"),
        Entry("/fae/seeds", "i|(if)+", "Seeds and their weights in turn, or one seed.", (message, change) => change.Parameters = change.Parameters with { Source = change.Parameters.Source with { Seeds = OscValues.Seeds(message) } }),
        Entry(AnyClass, "f", "Weight of a class in the blend, by its index; 0 takes it out.", SetClass),
        Entry("/fae/preset", "s|i", "Recalls a preset by its name; the keys 1 to 9 store theirs as \"1\" to \"9\".", (message, change) => Do(change, OscValues.Name(message), actions!.Recall)),
        Entry("/fae/capture", "|i", "Writes the picture that is shown.", (message, change) => DoPressed(message, change, actions!.Capture)),
        Entry("/fae/record", "T|F|i", "Starts or stops a recording.", (message, change) => Do(change, OscValues.Switch(message), actions!.Record)),
        .. SessionActions.Names.Select(name => Entry($"/fae/action/{name}", "|i", "Does what the page's button of that name does.", (message, change) => DoPressed(message, change, () => actions!.Act(name)))),
        Entry("/fae/prompt", "s", "Refused: no model here understands text.", (_, _) => throw new ConfigException("/fae/prompt is refused: no model here understands text. Use /fae/class/<id>.")),
    ];

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
        if (!int.TryParse(message.Address.AsSpan(ClassPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            throw new ConfigException($"{Shortened.Text(message.Address)} names no class; give its index, such as {ClassPrefix}3.");
        }

        var weight = OscValues.Number(message);
        var condition = change.Parameters.Condition;
        var others = condition.Classes.Where(item => item.Class != index);
        change.Parameters = change.Parameters with { Condition = condition with { Classes = weight == 0 ? [.. others] : [.. others, new WeightedClass(index, weight)] } };
    }
}
