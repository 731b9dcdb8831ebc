using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Host.Commands.Directions;

/// <summary>The options of <c>fae directions</c> and how they become a request.</summary>
internal sealed class DirectionsOptions
{
    private const int UsualComponents = 8;

    private readonly Argument<string> _model = new("MODEL") { Description = "Model folder, or a name in the content folder. Its directions.json and directions.safetensors are written." };
    private readonly Option<int?> _components = new("--components") { Description = $"Principal components of the features of generated pictures, 1 to 64; 0 takes them out. Default: {UsualComponents}, or with --phrase those that are there." };
    private readonly Option<int> _samples = new("--samples") { Description = "Pictures that components are found in: seeds 0 to this, 16 to 10000.", DefaultValueFactory = _ => 1000 };
    private readonly Option<string?> _names = new("--names") { Description = "What the components are called, in order, such as \"background, hair\". Default: component 1, component 2, ..." };
    private readonly Option<string[]> _phrases = new("--phrase") { Description = "A direction from one phrase to another, such as \"smile=wide smile/sad mouth\", or to a phrase from none, such as \"glasses=round glasses\"; several times for several. Default: those that are there." };
    private readonly GeneratorOptions _generator = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_model);
        foreach (var option in (Option[])[_components, _samples, _names, _phrases, .. _generator.WithoutDirections])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="ConfigException">A value is out of range or the model folder is missing or wrong.</exception>
    public DirectionsRequest Read(ParseResult parsed)
    {
        PhraseDirection[] phrases = [.. (parsed.GetValue(_phrases) ?? []).Select(Phrase)];
        NumberRange.Check("--components", parsed.GetValue(_components) ?? 0, 0, 64);
        NumberRange.Check("--samples", parsed.GetValue(_samples), 16, 10000);
        var components = parsed.GetValue(_components) ?? (phrases.Length == 0 ? UsualComponents : null);
        string[] names = [.. (parsed.GetValue(_names) ?? "").Split(',').Select(Prompt.Normalise).Where(name => name.Length > 0)];
        if (names.Length > (components ?? 0))
        {
            throw new ConfigException($"--names has {names.Length} names for {components ?? 0} components. Give --components {names.Length} or more, or fewer names.");
        }

        var choice = _generator.Read(parsed, parsed.GetValue(_model)!);
        return choice.Folder.Config.Generator.Text is null && phrases.Length > 0
            ? throw new ConfigException($"--phrase needs a generator that knows words; that of '{choice.Folder.Config.Name}' knows classes only. Leave it out: components need no words.")
            : new DirectionsRequest { Generator = choice, Components = components, Samples = parsed.GetValue(_samples), Names = names, Phrases = phrases };
    }

    private static PhraseDirection Phrase(string text)
    {
        var (equals, slash) = (text.IndexOf('=', StringComparison.Ordinal), text.IndexOf('/', StringComparison.Ordinal));
        var direction = equals < 0
            ? null
            : new PhraseDirection(Prompt.Normalise(text[..equals]), Prompt.Normalise(slash > equals ? text[(equals + 1)..slash] : text[(equals + 1)..]), slash > equals ? Prompt.Normalise(text[(slash + 1)..]) : null);
        return direction is { Name.Length: > 0 and <= ModelDirections.LongestName, To.Length: > 0, From: null or { Length: > 0 } }
            ? direction
            : throw new ConfigException($"--phrase is '{Shortened.Text(text)}'; write NAME=PHRASE/PHRASE, such as \"smile=wide smile/sad mouth\", or NAME=PHRASE.");
    }
}

/// <summary>A direction between two phrases.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="To">Where weight 1 leads.</param>
/// <param name="From">Where it comes from; null for no words.</param>
internal sealed record PhraseDirection(string Name, string To, string? From);

/// <summary>What <c>fae directions</c> was asked for.</summary>
internal sealed record DirectionsRequest
{
    public required GeneratorChoice Generator { get; init; }

    /// <summary>How many principal components; null to keep those that are there.</summary>
    public required int? Components { get; init; }

    /// <summary>Pictures that they are found in.</summary>
    public required int Samples { get; init; }

    /// <summary>Their names, as far as given.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Directions of phrases; none to keep those that are there.</summary>
    public required IReadOnlyList<PhraseDirection> Phrases { get; init; }
}
