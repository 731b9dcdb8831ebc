using System.CommandLine;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>The bench's options and how they become a request.</summary>
internal sealed class BenchOptions
{
    private const int MostPrompts = 10;

    private readonly Option<string> _model = new("--model") { Description = "Model folder, or a name in the content folder.", DefaultValueFactory = _ => "default" };
    private readonly Option<int[]> _steps = new("--steps") { Description = "Sampler steps a frame, one case each; 0 only decodes. A flow has none: one case.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [0, 1, 2, 4] };
    private readonly Option<bool> _features = new("--features") { Description = "Also blend features instead of latents: the pixel decoder alone." };
    private readonly Option<bool> _teacher = new("--teacher") { Description = "Use the generator itself where the model has a few-step student." };
    private readonly Option<double?> _cfgScale = new("--cfg-scale") { Description = "Classifier-free guidance scale, 1 is none. Default: the model's." };
    private readonly Option<int> _size = new("--size") { Description = "Side of the presented picture in pixels, 16 to 4096.", DefaultValueFactory = _ => 512 };
    private readonly Option<double> _seconds = new("--seconds") { Description = "How long each case is measured, 0.1 to 36000.", DefaultValueFactory = _ => 5.0 };
    private readonly Option<int> _busy = new("--busy") { Description = "Threads that compute something else all the time, as other programs would; 0 to 1024.", DefaultValueFactory = _ => 0 };
    private readonly Option<int> _threads = new("--threads") { Description = "CPU threads; 0 chooses.", DefaultValueFactory = _ => 0 };
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _eager = new("--eager") { Description = "On CUDA: operator by operator instead of CUDA graphs, to compare." };
    private readonly Option<bool> _noGl = new("--no-gl") { Description = "Take the frames and draw none: for a machine without OpenGL." };
    private readonly Option<bool> _check = new("--check") { Description = "Also compare the pictures on the screen with those through host memory, and read back numbered frames." };
    private readonly Option<string?> _record = new("--record") { Description = "Also measure what recording this video at 60 fps costs: turns without and with it, one after the other." };
    private readonly Option<string[]> _prompts = new("--prompt") { Description = "Twice or more, each a prompt: also measure what changing from one to the next costs a walk.", DefaultValueFactory = _ => [] };
    private readonly Option<bool> _kernels = new("--kernels") { Description = "With --engine gl: also measure every kernel on the device." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the report as JSON." };

    public IEnumerable<Option> All => [_model, _steps, _features, _teacher, _cfgScale, _size, _seconds, _busy, _threads, .. _engine.All, _eager, _noGl, _check, _record, _prompts, _kernels, _json];

    /// <exception cref="ConfigException">A value is out of range or the model folder is missing or wrong.</exception>
    public BenchRequest Read(ParseResult parsed)
    {
        var steps = parsed.GetValue(_steps)!;
        Array.ForEach(steps, one => NumberRange.Check("--steps", one, 0, SamplingConfigValidation.MaximumSteps));
        NumberRange.Check("--size", parsed.GetValue(_size), 16, 4096);
        NumberRange.Check("--seconds", parsed.GetValue(_seconds), 0.1, 36000);
        NumberRange.Check("--busy", parsed.GetValue(_busy), 0, 1024);
        NumberRange.Check("--threads", parsed.GetValue(_threads), 0, 1024);
        var folder = ModelFolder.Open(ContentFolder.Model(parsed.GetValue(_model)!));
        var generator = folder.Choose(parsed.GetValue(_teacher) ? GeneratorVariant.Teacher : null);
        var sampling = folder.Config.SamplingOf(generator);
        var recommended = SessionParameters.For(sampling);
        var parameters = recommended with
        {
            Condition = recommended.Condition with { RandomClass = true },
            Sampler = recommended.Sampler with { Guidance = parsed.GetValue(_cfgScale) ?? recommended.Sampler.Guidance },
        };
        parameters.Validate(folder.Classes.Count, sampling);
        return new BenchRequest
        {
            Engine = Recorded(_engine.Read(parsed, folder, live: true), !parsed.GetValue(_eager)) with { Threads = parsed.GetValue(_threads), Generator = generator },
            Parameters = parameters,
            Cases = [.. Cases(steps, folder.Config.Generator.IsFlow), .. parsed.GetValue(_features) ? [new BenchCase(0) { Features = true }] : Array.Empty<BenchCase>()],
            Size = parsed.GetValue(_size),
            Seconds = parsed.GetValue(_seconds),
            Busy = parsed.GetValue(_busy),
            Draws = !parsed.GetValue(_noGl),
            Check = parsed.GetValue(_check),
            Record = parsed.GetValue(_record),
            Prompts = Prompts(parsed.GetValue(_prompts)!, folder),
            Kernels = parsed.GetValue(_kernels),
            Json = parsed.GetValue(_json),
        };
    }

    // However many steps are asked for, a flow makes its latents at once.
    private static IEnumerable<BenchCase> Cases(int[] steps, bool isFlow) => isFlow
        ? steps.Select(one => Math.Min(one, 1)).Distinct().Select(one => new BenchCase(one) { IsFlow = true })
        : steps.Select(one => new BenchCase(one));

    private static string[] Prompts(string[] prompts, ModelFolder folder) => prompts.Length == 0 || folder.Config.Generator.Text is not null
        ? prompts.Length is 0 or >= 2 and <= MostPrompts ? prompts : throw new ConfigException($"--prompt is given {prompts.Length} times; give 2 to {MostPrompts}, between which the walk changes.")
        : throw new ConfigException($"Model '{folder.Config.Name}' knows no words; leave --prompt out.");

    private static FrameEngineOptions Recorded(FrameEngineOptions engine, bool records) =>
        engine.Kind != EngineKind.Torch ? engine : OnTorch(engine, records);

#pragma warning disable CA1859 // A method of its own whose signature names nothing of TorchSharp: a run that does not call it does not load it.
    private static FrameEngineOptions OnTorch(FrameEngineOptions engine, bool records) => (TorchEngineOptions)engine with { CapturesGraphs = records, Logger = new ErrorLog() };
#pragma warning restore CA1859
}
