using System.CommandLine;
using System.Net;
using FaeRealtime.Core.Errors;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Time;
using FaeRealtime.Remote.Http;

namespace FaeRealtime.Host.Commands.Serve;

/// <summary>The options of <c>fae serve</c> and how they become a request.</summary>
internal sealed class ServeOptions
{
    private const string TokenVariable = "FAE_TOKEN";
    private const string SessionToolsPlace = "http://ADDRESS:PORT/mcp";

    private readonly Argument<string> _model = new("MODEL|FILE") { Description = "Model folder, or a name in the content folder; or a recorded session, preset, picture or video of this program, to begin as it says.", DefaultValueFactory = _ => "default" };
    private readonly Option<string> _host = new("--host") { Description = "Address to serve at. Any other than this machine's own needs --token.", DefaultValueFactory = _ => PageOptions.Loopback };
    private readonly Option<int> _port = new("--port", "--http-port") { Description = "Port of the page, 0 for a free one.", DefaultValueFactory = _ => PageOptions.UsualPort };
    private readonly Option<string?> _token = new("--token") { Description = $"Secret that every request must bring, {PageOptions.ShortestToken} characters or more; also read from {TokenVariable}." };
    private readonly Option<double> _pageFps = new("--page-fps") { Description = "Most pictures a second sent to browsers, 1 to 120.", DefaultValueFactory = _ => 30.0 };
    private readonly Option<string> _oscHost = new("--osc-host") { Description = "Address to receive OSC at. OSC knows no secrets: open it in a closed network only.", DefaultValueFactory = _ => PageOptions.Loopback };
    private readonly Option<int?> _oscPort = new("--osc-port") { Description = "Port to receive OSC at, 0 for a free one. Default: no OSC." };
    private readonly Option<McpWay?> _mcp = new("--mcp") { Description = $"Serve the session's tools to programs that talk the Model Context Protocol: http, the default, at {SessionToolsPlace}, under the page's token; or stdio, for a program that starts this one.", Arity = ArgumentArity.ZeroOrOne };
    private readonly RecordingArguments _video = new();
    private readonly ControllerArguments _controllers = new();
    private readonly Option<string> _out = new("--out") { Description = "Folder of saved pictures, recordings and sets, made when needed.", DefaultValueFactory = _ => OutPlace.Usual };
    private readonly Option<string> _presets = new("--presets") { Description = "Folder of the presets.", DefaultValueFactory = _ => PresetPlace.Usual };
    private readonly Option<string?> _preset = new("--preset") { Description = "Start with a stored preset instead of the options below." };
    private readonly Option<bool> _continue = new("--continue") { Description = "Go on where the last session ended, which is kept beside the presets." };
    private readonly Option<string[]> _models = ModelChoice.Option();
    private readonly SeedOption _seeds = new();
    private readonly Option<string?> _audio = AudioOption.ForSession();
    private readonly InputArguments _inputs = new();
    private readonly SessionArguments _session = new();

    public Argument<string> Model => _model;

    /// <summary>Prints the addresses instead of serving.</summary>
    public Option<bool> OscList { get; } = new("--osc-list") { Description = "Print every address that OSC takes, and end. HTTP takes the same names." };

    public IEnumerable<Option> All =>
        [_host, _port, _token, _pageFps, _oscHost, _oscPort, OscList, _mcp, .. _controllers.All, _out, .. _video.All, _presets, _preset, _continue, _models, _seeds.Option, _audio, .. _inputs.All, .. _session.All];

    /// <exception cref="ConfigException">A value is out of range, the model folder is missing or wrong, or the page would be open to strangers.</exception>
    public ServeRequest Read(ParseResult parsed)
    {
        NumberRange.Check("--page-fps", parsed.GetValue(_pageFps), 1, 120);
        var page = new PageOptions
        {
            Host = parsed.GetValue(_host)!,
            Port = parsed.GetValue(_port),
            Token = parsed.GetValue(_token) ?? (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? token : null),
            FramesPerSecond = parsed.GetValue(_pageFps),
            Mcp = parsed.GetResult(_mcp) is not null && parsed.GetValue(_mcp) != McpWay.Stdio,
        };
        page.Validate();
        var models = parsed.GetValue(_models)!;
        ModelChoice.Check(models);
        var presets = parsed.GetValue(_presets)!;
        var opened = parsed.GetValue(_continue) ? OpenedFile.Last(presets) : OpenedFile.Open(parsed.GetValue(_model)!);
        var choice = _session.Read(parsed, parsed.GetValue(_model)!, source => _seeds.Read(parsed, source), opened);
        var input = _inputs.Read(parsed, choice.Folder);
        return new ServeRequest
        {
            Engine = choice.Engine,
            Start = opened?.Start ?? new SessionStart(),
            Parameters = InputArguments.Shown(parsed.GetValue(_preset) is { } preset ? new PresetFolder(presets).Read(preset) with { Pacing = choice.Parameters.Pacing } : choice.Parameters, input),
            Page = page,
            Converses = parsed.GetValue(_mcp) == McpWay.Stdio,
            Osc = Listening(parsed),
            Midi = parsed.GetValue(_controllers.Midi),
            Dmx = _controllers.Dmx(parsed),
            Map = _controllers.Map(parsed),
            Video = _video.Read(parsed, choice.Folder),
            OutFolder = parsed.GetValue(_out)!,
            PresetFolder = presets,
            Models = models,
            Audio = parsed.GetValue(_audio),
            Input = input,
        };
    }

    private IPEndPoint? Listening(ParseResult parsed)
    {
        if (parsed.GetValue(_oscPort) is not { } port)
        {
            return null;
        }

        NumberRange.Check("--osc-port", port, 0, IPEndPoint.MaxPort);
        return parsed.GetValue(_oscHost) is "localhost" ? new IPEndPoint(IPAddress.Loopback, port)
            : IPAddress.TryParse(parsed.GetValue(_oscHost), out var address) ? new IPEndPoint(address, port)
            : throw new ConfigException($"--osc-host is '{parsed.GetValue(_oscHost)}'; give an address of this machine such as {PageOptions.Loopback}.");
    }
}

/// <summary>How programs talk to the session's tools.</summary>
internal enum McpWay
{
    /// <summary>Beside the page.</summary>
    Http,

    /// <summary>Over this program's input and output.</summary>
    Stdio,
}
