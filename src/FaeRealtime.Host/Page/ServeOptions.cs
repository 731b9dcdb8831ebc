using System.CommandLine;
using System.Net;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.Content;
using FaeRealtime.Host.Demo;
using FaeRealtime.Host.Images;
using FaeRealtime.Host.Running;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Host.Page;

/// <summary>The options of <c>fae serve</c> and how they become a request.</summary>
internal sealed class ServeOptions
{
    private const string TokenVariable = "FAE_TOKEN";

    private readonly Argument<string> _model = new("MODEL") { Description = "Model folder, or a name in the content folder.", DefaultValueFactory = _ => "default" };
    private readonly Option<string> _host = new("--host") { Description = "Address to serve at. Any other than this machine's own needs --token.", DefaultValueFactory = _ => PageOptions.Loopback };
    private readonly Option<int> _port = new("--port") { Description = "Port of the page, 0 for a free one.", DefaultValueFactory = _ => PageOptions.UsualPort };
    private readonly Option<string?> _token = new("--token") { Description = $"Secret that every request must bring, {PageOptions.ShortestToken} characters or more; also read from {TokenVariable}." };
    private readonly Option<double> _pageFps = new("--page-fps") { Description = "Most pictures a second sent to browsers, 1 to 120.", DefaultValueFactory = _ => 30.0 };
    private readonly Option<string> _oscHost = new("--osc-host") { Description = "Address to receive OSC at. OSC knows no secrets: open it in a closed network only.", DefaultValueFactory = _ => PageOptions.Loopback };
    private readonly Option<int?> _oscPort = new("--osc-port") { Description = "Port to receive OSC at, 0 for a free one. Default: no OSC." };
    private readonly Option<string> _out = new("--out") { Description = "Folder of recordings and captured pictures.", DefaultValueFactory = _ => "recordings" };
    private readonly Option<string> _presets = new("--presets") { Description = "Folder of presets.", DefaultValueFactory = _ => "presets" };
    private readonly Option<string?> _preset = new("--preset") { Description = "Preset to begin with." };
    private readonly Option<string?> _mode = new("--mode") { Description = "morph (decode between generated keys), walk (sample every frame) or samples (between real pictures). Default: morph, or samples without a generator." };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Names the path: same seed, same pictures.", DefaultValueFactory = _ => 0 };
    private readonly Option<string?> _class = new("--class") { Description = "Class index or name, a blend such as 3:0.7,5:0.3, mixed (a class a key, the default) or none." };
    private readonly Option<int?> _steps = new("--steps") { Description = "Sampler steps. Default: the model's." };
    private readonly Option<bool> _teacher = new("--teacher") { Description = "Use the generator itself where the model has a few-step student." };
    private readonly Option<int> _threads = new("--threads") { Description = "CPU threads; 0 is one a core.", DefaultValueFactory = _ => 0 };
    private readonly EngineOptions _engine = new();

    public Argument<string> Model => _model;

    public IEnumerable<Option> All =>
        [_host, _port, _token, _pageFps, _oscHost, _oscPort, _out, _presets, _preset, _mode, _seed, _class, _steps, _teacher, _threads, .. _engine.All];

    /// <exception cref="ConfigException">A value is out of range, the model folder is missing or wrong, or the page would be open to strangers.</exception>
    public ServeRequest Read(ParseResult parsed)
    {
        NumberRange.Check("--threads", parsed.GetValue(_threads), 0, 1024);
        NumberRange.Check("--page-fps", parsed.GetValue(_pageFps), 1, 120);
        var page = new PageOptions
        {
            Host = parsed.GetValue(_host)!,
            Port = parsed.GetValue(_port),
            Token = parsed.GetValue(_token) ?? (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? token : null),
            FramesPerSecond = parsed.GetValue(_pageFps),
        };
        page.Validate();
        var folder = ModelFolder.Open(ContentFolder.Model(parsed.GetValue(_model)!));
        var generator = folder.Choose(parsed.GetValue(_teacher) ? GeneratorKind.Teacher : null);
        return new ServeRequest
        {
            Engine = _engine.Read(parsed, folder) with { Threads = parsed.GetValue(_threads), Generator = generator },
            Parameters = Parameters(parsed, folder, generator),
            Page = page,
            Osc = Osc(parsed),
            OutFolder = parsed.GetValue(_out)!,
            PresetFolder = parsed.GetValue(_presets)!,
            Preset = parsed.GetValue(_preset),
        };
    }

    private IPEndPoint? Osc(ParseResult parsed)
    {
        if (parsed.GetValue(_oscPort) is not { } port)
        {
            return null;
        }

        NumberRange.Check("--osc-port", port, 0, IPEndPoint.MaxPort);
        return IPAddress.TryParse(parsed.GetValue(_oscHost), out var address)
            ? new IPEndPoint(address, port)
            : throw new ConfigException($"--osc-host is '{parsed.GetValue(_oscHost)}'; give an address of this machine such as {PageOptions.Loopback}.");
    }

    private SessionParameters Parameters(ParseResult parsed, ModelFolder folder, GeneratorKind generator)
    {
        var sampling = folder.Config.SamplingOf(generator);
        var recommended = SessionParameters.For(sampling);
        var source = DemoMode.Read(parsed.GetValue(_mode), folder, generator);
        var parameters = recommended with
        {
            Source = source with { Seeds = [new WeightedSeed(parsed.GetValue(_seed), 1.0)] },
            Condition = ClassChoice.Parse(parsed.GetValue(_class), folder.Classes).ForSession(),
            Sampler = recommended.Sampler with
            {
                Steps = parsed.GetValue(_steps) ?? recommended.Sampler.Steps,
                Schedule = parsed.GetValue(_steps) is null ? recommended.Sampler.Schedule : [],
            },
        };
        parameters.Validate(folder.Classes.Count, sampling);
        return parameters;
    }
}
