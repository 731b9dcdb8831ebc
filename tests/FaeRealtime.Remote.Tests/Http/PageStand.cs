using System.Net;
using System.Text;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.Osc;
using FaeRealtime.Host.Page;
using FaeRealtime.Live.Control;
using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Sessions;
using FaeRealtime.Live.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaeRealtime.Host.Tests.Page;

/// <summary>A micro model, served in this process on free ports, with a client.</summary>
internal sealed class PageStand : IAsyncDisposable
{
    private const int Impatient = 1000;

    private readonly TemporaryFolder _folder;
    private readonly LatentSession _session;
    private readonly PageDesk _desk;
    private readonly FramePump _pump;

    private PageStand(TemporaryFolder folder, LatentSession session, SessionControl control, PageDesk desk)
    {
        (_folder, _session, Control, _desk) = (folder, session, control, desk);
        _pump = new FramePump(session, desk.Output, TimeProvider.System);
        Client = new HttpClient { BaseAddress = desk.Address };
    }

    public SessionControl Control { get; }

    public HttpClient Client { get; }

    public Uri Address => _desk.Address;

    public OscServer OscServer => _desk.Osc!;

    public IPEndPoint Osc => OscServer.Address;

    public string OutFolder => _folder.At("out");

    public SessionParameters Parameters => Control.Parameters;

    /// <param name="options">The page's; null for no limits.</param>
    /// <param name="other">Another model that any name of a model opens; null for none.</param>
    /// <param name="first">The model folder that is shown; null for a micro model.</param>
    public static async Task<PageStand> StartAsync(PageOptions? options = null, ModelConfig? other = null, string? first = null)
    {
        var folder = new TemporaryFolder();
        var request = Request(folder, options ?? new PageOptions { RequestsPerSecond = 1_000_000, MessagesPerSecond = 1_000_000 }, first);
        var session = LatentSession.Create(new SessionOptions { Engine = request.Engine.Open, Models = other is null ? null : Open(request.Engine, TestModel.Create(folder.At("other"), other)), Parameters = request.Parameters });
        session.WaitForEngine(Patience.Long);
        var control = new SessionControl(session, new PresetFolder(request.PresetFolder));
        return new PageStand(folder, session, control, await PageDesk.StartAsync(control, request, NullLogger.Instance, TimeProvider.System));
    }

    private static Func<string, IFrameEngine> Open(FrameEngineOptions engine, ModelFolder other) => name => name.Length == 0 ? engine.Open() : engine.For(other).Open();

    public static ServeRequest Request(TemporaryFolder folder, PageOptions options, string? first = null)
    {
        var model = first is null ? TestModel.Create(folder.At("model")) : ModelFolder.Open(first);
        return new ServeRequest
        {
            Engine = new CpuEngineOptions(model) { Threads = 1 },
            Parameters = SessionParameters.For(model.Config.SamplingOf(model.Choose(null))),
            Page = options with { Port = 0 },
            Osc = new IPEndPoint(IPAddress.Loopback, 0),
            OutFolder = folder.At("out"),
            PresetFolder = folder.At("presets"),
        };
    }

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
        await _desk.DisposeAsync();
        _session.Dispose();
        _folder.Dispose();
    }
}
