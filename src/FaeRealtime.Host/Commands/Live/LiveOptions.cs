using System.CommandLine;
using System.Net;
using FaeRealtime.Core.Errors;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;
using FaeRealtime.Host.Window;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Time;
using FaeRealtime.Remote.Http;

namespace FaeRealtime.Host.Commands.Live;

/// <summary>The options of <c>fae live</c> and how they become a request.</summary>
internal sealed class LiveOptions
{
    private readonly Argument<string> _model = new("MODEL|FILE") { Description = "Model folder, or a name in the content folder; or a recorded session, preset, picture or video of this program, to begin as it says.", DefaultValueFactory = _ => "default" };
    private readonly SeedOption _seeds = new();
    private readonly Option<bool> _fullScreen = new("--fullscreen") { Description = "Cover a monitor." };
    private readonly Option<int?> _monitor = new("--monitor") { Description = "Which monitor, from 1." };
    private readonly Option<double> _fpsLimit = new("--fps-limit") { Description = "Most frames a second, 1 to 1000.", DefaultValueFactory = _ => new PacingParameters().FpsLimit };
    private readonly Option<bool> _noVsync = new("--no-vsync") { Description = "Do not wait for the display." };
    private readonly Option<string?> _preset = new("--preset") { Description = "Start with a stored preset instead of the options above." };
    private readonly Option<string> _presets = new("--presets") { Description = "Folder of the presets.", DefaultValueFactory = _ => PresetPlace.Usual };
    private readonly Option<bool> _continue = new("--continue") { Description = "Go on where the last session ended, which is kept beside the presets." };
    private readonly Option<string[]> _models = ModelChoice.Option();
    private readonly Option<string?> _keys = new("--keys") { Description = "JSON file of keys: an object of actions, each with a list of keys." };
    private readonly Option<string> _out = new("--out") { Description = "Folder of saved pictures, recordings and sets, made when needed.", DefaultValueFactory = _ => OutPlace.Usual };
    private readonly Option<int?> _httpPort = new("--http-port") { Description = "Serve the page on this machine at this port, 0 for a free one. Default: no page." };
    private readonly Option<int?> _oscPort = new("--osc-port") { Description = $"Receive OSC on this machine at this port, 0 for a free one, and serve the page ({PageOptions.UsualPort} unless --http-port says otherwise). Default: no OSC." };
    private readonly RecordingArguments _video = new();
    private readonly ControllerArguments _controllers = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print what is set at the end as JSON." };
    private readonly Option<string?> _audio = AudioOption.ForSession();
    private readonly InputArguments _inputs = new();
    private readonly SessionArguments _session = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_model);
        foreach (var option in (Option[])[_seeds.Option, .. _session.All, _fullScreen, _monitor, _fpsLimit, _noVsync, _preset, _presets, _continue, _models, _keys, .. _inputs.All, _out, .. _video.All, _httpPort, _oscPort, .. _controllers.All, _audio, _json])
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="FaeException">A value is out of range, a file wrong, or the model folder missing or wrong.</exception>
    public LiveRequest Read(ParseResult parsed)
    {
        NumberRange.Check("--fps-limit", parsed.GetValue(_fpsLimit), 1, PacingParameters.MaximumFps);
        var models = parsed.GetValue(_models)!;
        ModelChoice.Check(models);
        var presets = parsed.GetValue(_presets)!;
        var opened = parsed.GetValue(_continue) ? OpenedFile.Last(presets) : OpenedFile.Open(parsed.GetValue(_model)!);
        var choice = _session.Read(parsed, parsed.GetValue(_model)!, source => _seeds.Read(parsed, source), opened);
        var input = _inputs.Read(parsed, choice.Folder);
        var parameters = InputArguments.Shown(parsed.GetValue(_preset) is { } preset ? new PresetFolder(presets).Read(preset) : choice.Parameters, input);
        return new LiveRequest
        {
            Engine = choice.Engine,
            Start = opened?.Start ?? new SessionStart(),
            Parameters = parameters with { Pacing = parameters.Pacing with { FpsLimit = parsed.GetValue(_fpsLimit), Vsync = !parsed.GetValue(_noVsync) } },
            Keys = parsed.GetValue(_keys) is { } keys ? KeyMap.Read(keys) : KeyMap.Usual,
            FullScreen = parsed.GetValue(_fullScreen),
            Monitor = parsed.GetValue(_monitor),
            Presets = presets,
            Models = models,
            Input = input,
            Out = parsed.GetValue(_out)!,
            Video = _video.Read(parsed, choice.Folder),
            HttpPort = Port("--http-port", parsed.GetValue(_httpPort)),
            OscPort = Port("--osc-port", parsed.GetValue(_oscPort)),
            Midi = parsed.GetValue(_controllers.Midi),
            Dmx = _controllers.Dmx(parsed),
            Map = _controllers.Map(parsed),
            Audio = parsed.GetValue(_audio),
            Json = parsed.GetValue(_json),
        };
    }

    private static int? Port(string name, int? port)
    {
        NumberRange.Check(name, port ?? 0, 0, IPEndPoint.MaxPort);
        return port;
    }
}
