using System.Net;
using System.Text;
using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Live.Inputs;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Tests;
using FaeRealtime.Live.Tests.Inputs;
using FaeRealtime.Remote.Control;
using FaeRealtime.Remote.Http;
using FaeRealtime.Remote.Inputs;
using FaeRealtime.Remote.Osc;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Recording;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>A micro model, served in this process on free ports, with a client.</summary>
internal sealed class PageStand : IAsyncDisposable
{
    private const int Impatient = 1000;

    private readonly TemporaryFolder _folder;
    private readonly LatentSession _session;
    private readonly ControlServer _server;
    private readonly MediaOutput _media;
    private readonly ImageInput? _images;
    private readonly FramePump _pump;

    private PageStand(TemporaryFolder folder, LatentSession session, SessionControl control, MediaOutput media, ImageInput? images, ControlServer server)
    {
        (_folder, _session, Control, _media, _images, _server) = (folder, session, control, media, images, server);
        _pump = FramePump.Start(session, media.Frames, TimeProvider.System);
        Client = new HttpClient { BaseAddress = server.Address };
    }

    public SessionControl Control { get; }

    /// <summary>A way of control beside the server's own.</summary>
    public RemoteControl Remote => new(Control, _media, () => [], NullLogger.Instance);

    public HttpClient Client { get; }

    public Uri Address => _server.Address;

    public OscServer OscServer => _server.Osc!;

    public IPEndPoint Osc => OscServer.Address;

    public string OutFolder => _folder.At("out");

    public string PresetFolder => _folder.At("presets");

    public MadeFiles Made => _media.Made;

    public SessionParameters Parameters => Control.Parameters;

    /// <param name="options">The page's; null for no limits.</param>
    /// <param name="other">Another model that any name of a model opens; null for none.</param>
    /// <param name="first">The model folder that is shown; null for a micro model.</param>
    /// <param name="reason">Why the engine was taken.</param>
    /// <param name="takesImages">Whether image files can come in; a byte 7 is one, and so is a JPEG, by how it begins.</param>
    /// <param name="ways">By which ways it is controlled, in place of <paramref name="options"/>.</param>
    public static async Task<PageStand> StartAsync(PageOptions? options = null, ModelConfig? other = null, string? first = null, string reason = "asked for", bool takesImages = false, ControlServerOptions? ways = null)
    {
        var folder = new TemporaryFolder();
        var model = first is null ? TestModel.Create(folder.At("model")) : ModelFolder.Open(first);
        var engine = new CpuEngineOptions(model) { Threads = 1, Reason = reason };
        var session = LatentSession.Create(new SessionOptions
        {
            Engine = engine,
            Models = other is null ? null : Open(engine, TestModel.Create(folder.At("other"), other)),
            Parameters = SessionParameters.For(model.Config.SamplingOf(model.Choose(null))),
            Presets = new PresetFolder(folder.At("presets")),
        });
        session.WaitForEngine(Patience.Long);
        var media = new MediaOutput(folder.At("out"), RecordingOptions.Usual, () => Metadata(session), TimeProvider.System);
        var images = takesImages ? ImageInput.Start(session, info => new FakeEncoder(2, info.LatentLength), Assert.Fail) : null;
        ways = (ways ?? Options(options)) with { Decode = Decode, Images = images is null ? null : new ReceivedImages(images, Decode) };
        return new PageStand(folder, session, session.Control, media, images, await ControlServer.StartAsync(session.Control, media, ways, NullLogger.Instance, TimeProvider.System));
    }

    /// <summary>All ways of control at free ports.</summary>
    /// <param name="page">The page's; null for no limits.</param>
    public static ControlServerOptions Options(PageOptions? page = null) => new()
    {
        Page = (page ?? new PageOptions { RequestsPerSecond = 1_000_000, MessagesPerSecond = 1_000_000 }) with { Port = 0 },
        Osc = new IPEndPoint(IPAddress.Loopback, 0),
        Models = () => ["default"],
    };

    public Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request);
    }

    /// <summary>Talks the Model Context Protocol over two streams.</summary>
    public Task ConverseAsync(Stream input, Stream output) => _server.ConverseAsync(input, output, CancellationToken.None);

    /// <summary>Waits for another thread's work.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; !condition(); i++)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience.Long, $"{what} did not come about within {Patience.Long}.");
            if (i < Impatient)
            {
                await Task.Yield();
            }
            else
            {
                await Task.Delay(1);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _pump.Dispose();
        await _server.DisposeAsync();
        _media.Dispose();
        _images?.Dispose();
        _session.Dispose();
        _folder.Dispose();
    }

    private static byte[] Decode(ReadOnlyMemory<byte> file, int side) =>
        file.Span is [8] ? [.. Enumerable.Range(0, side * side * 3).Select(i => i < side * side * 3 / 2 ? byte.MaxValue : byte.MinValue)] : file.Span is [7] or [0xFF, 0xD8, ..] ? new byte[side * side * 3] : throw new ImageFileException("It is no image.");

    private static Func<string, IFrameEngine> Open(FrameEngineOptions engine, ModelFolder other) => name => name.Length == 0 ? engine.Open() : engine.For(other).Open();

    private static GenerationMetadata Metadata(LatentSession session) => new()
    {
        Command = "serve",
        Model = session.Info!.Folder,
        ModelHash = session.Info.ModelHash,
        Generator = session.Info.Generator,
        Engine = new EngineMetadata { Kind = EngineMetadata.Cpu, Device = session.Info.Device },
        Parameters = JsonDocument.Parse(ParameterJson.ToText(session.Parameters!)).RootElement,
    };
}
