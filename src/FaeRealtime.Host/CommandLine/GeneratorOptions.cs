using System.CommandLine;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Host.Content;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Host.CommandLine;

/// <summary>The options of commands that make pictures off-line: which generator, how it is sampled, what computes.</summary>
internal sealed class GeneratorOptions
{
    private readonly Option<string?> _class = new("--class") { Description = "Class index or name (its first letters do, where no other begins so), a blend such as 3:0.7,5:0.3, mixed (each seed draws one where there are no words, the default) or none." };
    private readonly Option<string?> _prompt = new("--prompt") { Description = "Words for a model that knows them: phrases with weights, such as \"red hair:1.5, glasses\"; a weight below 0 leads away from a phrase, \"hat:-1\"." };
    private readonly Option<string?> _direction = new("--direction") { Description = "The model's semantic directions with weights, such as \"smile:1.5, component 2:-1\"; 'fae info MODEL' names them." };
    private readonly Option<bool> _fewStep = new("--few-step") { Description = "Use the model's few-step student instead of its generator." };
    private readonly Option<int?> _steps = new("--steps") { Description = "Sampler steps. Default: the model's, or those of its few-step student." };
    private readonly Option<double?> _cfgScale = new("--cfg-scale") { Description = "Classifier-free guidance scale of the model's main stretch, 1 is none. Default: the model's." };
    private readonly Option<double?> _shift = new("--shift") { Description = "Timestep shift in data time, 1 is none. Default: the model's." };
    private readonly Option<int> _threads = new("--threads") { Description = "CPU threads; 0 is all cores. With --engine torch another count changes the last bits of a picture.", DefaultValueFactory = _ => 0 };
    private readonly EngineOptions _engine = new();

    public IEnumerable<Option> All => [.. WithoutDirections, _direction];

    /// <summary>The same for a command that makes directions itself.</summary>
    public IEnumerable<Option> WithoutDirections => [_class, _prompt, _fewStep, _steps, _cfgScale, _shift, _threads, .. _engine.All];

    /// <summary>What was chosen.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="model">Model folder, or a name in the content folder.</param>
    /// <param name="words">Prompts that the command takes elsewhere.</param>
    /// <exception cref="ConfigException">A value is out of range or the model folder is missing or wrong.</exception>
    public GeneratorChoice Read(ParseResult parsed, string model, params IReadOnlyList<string> words)
    {
        NumberRange.Check("--threads", parsed.GetValue(_threads), 0, 1024);
        var folder = ModelFolder.Open(ContentFolder.Model(model));
        var choice = ClassChoice.Parse(parsed.GetValue(_class), folder.Classes, worded: words.Count > 0 || parsed.GetValue(_prompt) is { Length: > 0 });
        var generator = folder.Choose(parsed.GetValue(_fewStep) ? GeneratorVariant.FewStep : GeneratorVariant.Teacher);
        if (generator == GeneratorVariant.FewStep && parsed.GetValue(_cfgScale) is not null)
        {
            throw new ConfigException("--cfg-scale does not fit --few-step: the student's guidance is in its weights. Leave one of them out.");
        }

        var parameters = Parameters(parsed, folder.Config.SamplingOf(generator), choice);
        parameters.Validate(folder.Classes.Count, folder.Config.SamplingOf(generator));
        var engine = Engine(parsed, folder, generator);
        var (phrases, directions) = (PhraseVectors.Of(folder, engine.PhraseEncoder), ModelDirections.Of(folder));
        foreach (var prompt in words.Prepend(parameters.Condition.Prompt))
        {
            (parameters.Condition with { Prompt = prompt }).Words(phrases, directions, folder.Config.Name);
        }

        UnknownPhrases.Tell(phrases, [.. words, parameters.Condition.Prompt]);

        return new GeneratorChoice
        {
            Folder = folder,
            Engine = engine,
            EngineIsChosen = _engine.IsChosen(parsed),
            Generator = generator,
            Class = choice,
            Parameters = parameters,
        };
    }

    private SessionParameters Parameters(ParseResult parsed, SamplingConfig sampling, ClassChoice choice)
    {
        var recommended = SessionParameters.For(sampling);
        return recommended with
        {
            Condition = choice.ForSession() with { Prompt = parsed.GetValue(_prompt) ?? "", Directions = parsed.GetValue(_direction) ?? "" },
            Sampler = recommended.Sampler with
            {
                Steps = parsed.GetValue(_steps) ?? recommended.Sampler.Steps,
                Schedule = parsed.GetValue(_steps) is null ? recommended.Sampler.Schedule : [],
                Guidance = parsed.GetValue(_cfgScale) ?? recommended.Sampler.Guidance,
                Shift = parsed.GetValue(_shift) ?? recommended.Sampler.Shift,
            },
        };
    }

    private FrameEngineOptions Engine(ParseResult parsed, ModelFolder folder, GeneratorVariant generator)
    {
        var engine = _engine.Read(parsed, folder) with { Generator = generator, Threads = parsed.GetValue(_threads) };

        // Not measured, as a session would: the count changes a picture of torch.
        return engine.Kind == EngineKind.Torch && engine.Threads == 0 ? engine with { Threads = Environment.ProcessorCount } : engine;
    }
}
