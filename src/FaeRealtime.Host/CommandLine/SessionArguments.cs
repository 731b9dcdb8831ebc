using System.CommandLine;
using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Host.Content;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The options of commands that show a session: how it moves, how it is sampled, what computes.</summary>
internal sealed class SessionArguments
{
    /// <summary>Keys a second unless the user says otherwise.</summary>
    public const double UsualSpeed = 0.5;

    private readonly Option<string?> _mode = new("--mode") { Description = "morph (decode between generated keys), features (paint between their features), walk (sample every frame) or samples (between real pictures). Default: morph, or samples without a generator." };
    private readonly Option<string?> _class = new("--class") { Description = "Class index or name (its first letters do, where no other begins so), a blend such as 3:0.7,5:0.3, mixed (a class a key where there are no words, the default) or none." };
    private readonly Option<string?> _prompt = new("--prompt") { Description = "Words for a model that knows them: phrases with weights, such as \"red hair:1.5, glasses\"; a weight below 0 leads away from a phrase, \"hat:-1\"." };
    private readonly Option<string?> _direction = new("--direction") { Description = "The model's semantic directions with weights, such as \"smile:1.5, component 2:-1\"; 'fae info MODEL' names them." };
    private readonly Option<int?> _steps = new("--steps") { Description = "Sampler steps a key or frame. Default: the model's." };
    private readonly Option<double?> _cfgScale = new("--cfg-scale") { Description = "Classifier-free guidance scale, 1 is none. Default: the model's." };
    private readonly Option<bool> _teacher = new("--teacher") { Description = "Use the generator itself where the model has a few-step student." };
    private readonly Option<double?> _speed = new("--speed") { Description = $"Keys a second, 0 to 8. Default: {UsualSpeed.ToString(CultureInfo.InvariantCulture)}; in the demo's file 1.25." };
    private readonly Option<int> _threads = new("--threads") { Description = "CPU threads; 0 is one a core, and with --engine torch measures which count is fastest (a video is always made with one, so that it repeats).", DefaultValueFactory = _ => 0 };
    private readonly EngineOptions _engine = new();

    public IEnumerable<Option> All => [_mode, _class, _prompt, _direction, _steps, _cfgScale, _teacher, _speed, _threads, .. _engine.All];

    /// <summary>The speed that was asked for; null for the usual one.</summary>
    public double? Speed(ParseResult parsed) => parsed.GetValue(_speed);

    /// <summary>What was chosen.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">Model folder, or a name in the content folder.</param>
    /// <param name="seeded">Gives the source its seeds.</param>
    /// <param name="opened">A file that says all that, in place of the options; null for none.</param>
    /// <exception cref="ConfigException">A value is out of range or the model folder is missing or wrong.</exception>
    public SessionChoice Read(ParseResult parsed, string model, Func<SourceParameters, SourceParameters> seeded, OpenedFile? opened = null)
    {
        var threads = parsed.GetValue(_threads);
        NumberRange.Check("--threads", threads, 0, 1024);
        var folder = opened?.Folder ?? ModelFolder.Open(ContentFolder.Model(model));
        var generator = folder.Choose(parsed.GetValue(_teacher) ? GeneratorVariant.Teacher : opened?.Generator);
        if (generator == GeneratorVariant.FewStep && parsed.GetValue(_cfgScale) is not null)
        {
            throw new ConfigException("--cfg-scale does not fit the few-step student, whose guidance is in its weights. Add --teacher, or leave the scale out.");
        }

        var sampling = folder.Config.SamplingOf(generator);
        var source = seeded(MovementName.Read(parsed.GetValue(_mode), folder, generator)) with { Speed = Speed(parsed) ?? UsualSpeed };
        var parameters = Parameters(parsed, SessionParameters.For(sampling), ClassChoice.Parse(parsed.GetValue(_class), folder.Classes)) with { Source = source };
        parameters = opened?.Apply(parameters) ?? parameters;
        parameters.Validate(folder.Classes.Count, sampling);
        var engine = _engine.Read(parsed, folder, live: true) with { Threads = threads, Generator = generator };
        var phrases = PhraseVectors.Of(folder, engine.PhraseEncoder);
        parameters.Condition.Words(phrases, ModelDirections.Of(folder), folder.Config.Name);
        UnknownPhrases.Tell(phrases, [parameters.Condition.Prompt]);
        return new SessionChoice
        {
            Folder = folder,
            Engine = engine,
            Parameters = parameters,
        };
    }

    private SessionParameters Parameters(ParseResult parsed, SessionParameters recommended, ClassChoice classes) => recommended with
    {
        Condition = classes.ForSession() with { Prompt = parsed.GetValue(_prompt) ?? "", Directions = parsed.GetValue(_direction) ?? "" },
        Sampler = recommended.Sampler with
        {
            Steps = parsed.GetValue(_steps) ?? recommended.Sampler.Steps,
            Schedule = parsed.GetValue(_steps) is null ? recommended.Sampler.Schedule : [],
            Guidance = parsed.GetValue(_cfgScale) ?? recommended.Sampler.Guidance,
        },
    };
}

/// <summary>A model and how a command line wants it shown.</summary>
internal sealed record SessionChoice
{
    public required ModelFolder Folder { get; init; }

    /// <summary>What computes.</summary>
    public required FrameEngineOptions Engine { get; init; }

    /// <summary>What is set at the start.</summary>
    public required SessionParameters Parameters { get; init; }
}
