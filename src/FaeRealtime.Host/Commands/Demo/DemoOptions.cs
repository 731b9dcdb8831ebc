using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Window;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Host.Commands.Demo;

/// <summary>The demo's options and how they become a request.</summary>
internal sealed class DemoOptions
{
    private const double FileSpeed = 1.25;

    private readonly Option<string> _model = new("--model") { Description = "Model folder, or a name in the content folder.", DefaultValueFactory = _ => "default" };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Names the path: same seed, same pictures.", DefaultValueFactory = _ => 0 };
    private readonly Option<bool> _headless = new("--headless") { Description = "Write the file even where a window could open." };
    private readonly Option<int> _frames = new("--frames") { Description = "Frames of the file, 1 to 10000.", DefaultValueFactory = _ => 96 };
    private readonly Option<double> _fps = new("--fps") { Description = "Frames a second of the file, 1 to 240.", DefaultValueFactory = _ => 25.0 };
    private readonly Option<string> _out = new("--out") { Description = "The video (.webp, .gif, .mp4, .webm); a grid of its frames (.png) lies beside it.", DefaultValueFactory = _ => "walk.webp" };
    private readonly Option<int> _size = new("--size") { Description = "Side of the presented picture in pixels, 16 to 4096.", DefaultValueFactory = _ => 256 };
    private readonly Option<double> _liveSeconds = new("--live-seconds") { Description = "Length of the live-paced pass that measures, 0 to 3600.", DefaultValueFactory = _ => 4.0 };
    private readonly SessionArguments _session = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as JSON." };

    public IEnumerable<Option> All =>
        [_model, _seed, .. _session.All, _headless, _frames, _fps, _out, _size, _liveSeconds, _json];

    public bool Headless(ParseResult parsed) => parsed.GetValue(_headless);

    /// <exception cref="ConfigException">A value is out of range or the model folder is missing or wrong.</exception>
    public DemoRequest Read(ParseResult parsed)
    {
        NumberRange.Check("--frames", parsed.GetValue(_frames), 1, 10000);
        NumberRange.Check("--fps", parsed.GetValue(_fps), 1, 240);
        NumberRange.Check("--size", parsed.GetValue(_size), 16, 4096);
        NumberRange.Check("--live-seconds", parsed.GetValue(_liveSeconds), 0, 3600);
        var choice = _session.Read(parsed, parsed.GetValue(_model)!, source => source with { Seeds = [new WeightedSeed(parsed.GetValue(_seed), 1.0)] });
        return new DemoRequest
        {
            Window = new LiveRequest { Engine = choice.Engine, Parameters = choice.Parameters, Presets = PresetPlace.Usual },
            Frames = parsed.GetValue(_frames),
            Fps = parsed.GetValue(_fps),
            Size = parsed.GetValue(_size),
            Out = parsed.GetValue(_out)!,
            LiveSeconds = parsed.GetValue(_liveSeconds),
            Json = parsed.GetValue(_json),
            FileSpeed = _session.Speed(parsed) ?? FileSpeed,
        };
    }
}
