using System.CommandLine;
using System.Globalization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.Content;
using FaeRealtime.Host.Running;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Host.Demo;

/// <summary>The demo's options and how they become a request.</summary>
internal sealed class DemoOptions
{
    private const string Mixed = "mixed";
    private const double FileSpeed = 1.25;
    private const double WindowSpeed = 0.5;

    private readonly Option<string> _model = new("--model") { Description = "Model folder, or a name in the content folder.", DefaultValueFactory = _ => "default" };
    private readonly Option<string?> _mode = new("--mode") { Description = "morph (decode between generated keys), walk (sample every frame) or samples (between real pictures). Default: morph, or samples without a generator." };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Names the path: same seed, same pictures.", DefaultValueFactory = _ => 0 };
    private readonly Option<string?> _class = new("--class") { Description = "Class index or name, mixed (a class a key, the default) or none." };
    private readonly Option<int?> _steps = new("--steps") { Description = "Sampler steps a key or frame. Default: the model's." };
    private readonly Option<double?> _cfgScale = new("--cfg-scale") { Description = "Classifier-free guidance scale, 1 is none. Default: the model's." };
    private readonly Option<bool> _teacher = new("--teacher") { Description = "Use the generator itself where the model has a few-step student." };
    private readonly Option<double?> _speed = new("--speed") { Description = $"Keys a second, 0 to 8. Default: {WindowSpeed.ToString(CultureInfo.InvariantCulture)} in the window, {FileSpeed.ToString(CultureInfo.InvariantCulture)} in the file." };
    private readonly Option<bool> _headless = new("--headless") { Description = "Write the file even where a window could open." };
    private readonly Option<int> _frames = new("--frames") { Description = "Frames of the file, 1 to 10000.", DefaultValueFactory = _ => 96 };
    private readonly Option<double> _fps = new("--fps") { Description = "Frames a second of the file, 1 to 240.", DefaultValueFactory = _ => 25.0 };
    private readonly Option<string> _out = new("--out") { Description = "The film (.webp, .gif, .mp4, .webm); its contact sheet (.png) lies beside it.", DefaultValueFactory = _ => "walk.webp" };
    private readonly Option<int> _size = new("--size") { Description = "Side of the presented picture in pixels, 16 to 4096.", DefaultValueFactory = _ => 256 };
    private readonly Option<double> _liveSeconds = new("--live-seconds") { Description = "Length of the live-paced pass that measures, 0 to 3600.", DefaultValueFactory = _ => 4.0 };
    private readonly Option<int> _threads = new("--threads") { Description = "CPU threads; 0 is one a core, and with --engine torch measures which count is fastest (there the file is always made with one, so that it repeats).", DefaultValueFactory = _ => 0 };
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as JSON." };

    public IEnumerable<Option> All =>
        [_model, _mode, _seed, _class, _steps, _cfgScale, _teacher, _speed, _headless, _frames, _fps, _out, _size, _liveSeconds, _threads, .. _engine.All, _json];

    public bool Headless(ParseResult parsed) => parsed.GetValue(_headless);

    /// <exception cref="ConfigException">A value is out of range or the model folder is missing or wrong.</exception>
    public DemoRequest Read(ParseResult parsed)
    {
        NumberRange.Check("--frames", parsed.GetValue(_frames), 1, 10000);
        NumberRange.Check("--fps", parsed.GetValue(_fps), 1, 240);
        NumberRange.Check("--size", parsed.GetValue(_size), 16, 4096);
        NumberRange.Check("--live-seconds", parsed.GetValue(_liveSeconds), 0, 3600);
        NumberRange.Check("--threads", parsed.GetValue(_threads), 0, 1024);
        var folder = ModelFolder.Open(ContentFolder.Model(parsed.GetValue(_model)!));
        var generator = folder.Choose(parsed.GetValue(_teacher) ? GeneratorKind.Teacher : null);
        return new DemoRequest
        {
            Engine = _engine.Read(parsed, folder) with { Threads = parsed.GetValue(_threads), Generator = generator },
            Parameters = Parameters(parsed, folder, generator),
            Frames = parsed.GetValue(_frames),
            Fps = parsed.GetValue(_fps),
            Size = parsed.GetValue(_size),
            Out = parsed.GetValue(_out)!,
            LiveSeconds = parsed.GetValue(_liveSeconds),
            Json = parsed.GetValue(_json),
            FileSpeed = parsed.GetValue(_speed) ?? FileSpeed,
        };
    }

    private static int? Class(string? name, ModelFolder folder)
    {
        if (name is null or Mixed or "none")
        {
            return null;
        }

        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return index;
        }

        var found = folder.Classes.ToList().FindIndex(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return found >= 0 ? found : throw new ConfigException($"--class is '{name}'; give 0 to {folder.Classes.Count - 1} mixed, none or one of: {string.Join(", ", folder.Classes)}.");
    }

    private SessionParameters Parameters(ParseResult parsed, ModelFolder folder, GeneratorKind generator)
    {
        var sampling = folder.Config.SamplingOf(generator);
        var recommended = SessionParameters.For(sampling);
        if (generator == GeneratorKind.FewStep && parsed.GetValue(_cfgScale) is not null)
        {
            throw new ConfigException("--cfg-scale does not fit the few-step student, whose guidance is in its weights. Add --teacher, or leave the scale out.");
        }

        var source = DemoMode.Read(parsed.GetValue(_mode), folder, generator);
        var sampler = recommended.Sampler;
        var parameters = recommended with
        {
            Source = source with { Seeds = [new WeightedSeed(parsed.GetValue(_seed), 1.0)], Speed = parsed.GetValue(_speed) ?? WindowSpeed },
            Condition = recommended.Condition.Only(Class(parsed.GetValue(_class), folder)) with { Mix = parsed.GetValue(_class) is null or Mixed },
            Sampler = sampler with
            {
                Steps = parsed.GetValue(_steps) ?? sampler.Steps,
                Schedule = parsed.GetValue(_steps) is null ? sampler.Schedule : [],
                Guidance = parsed.GetValue(_cfgScale) ?? sampler.Guidance,
            },
        };
        parameters.Validate(folder.Classes.Count, sampling);
        return parameters;
    }
}
