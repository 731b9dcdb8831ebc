using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Content;
using FaeRealtime.Host.Midi;
using FaeRealtime.Host.Osc;
using FaeRealtime.Host.Output;
using FaeRealtime.Live.Control;
using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Sessions;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Recording;
using Microsoft.Extensions.Logging;

namespace FaeRealtime.Host.Page;

/// <summary>Everything around one session that is served: its pictures, the recorder, the page, OSC, MIDI. Beside a window or without one.</summary>
internal sealed partial class PageDesk : IAsyncDisposable
{
    private const string Verb = "serve";

    private readonly FrameFeed _feed;
    private readonly VideoRecorder _recorder = new();
    private PageServer? _server;
    private Recordings? _recordings;
    private OscServer? _osc;
    private MidiDesk? _midi;

    private PageDesk(FrameFeed feed, Func<GenerationMetadata?> metadata, TimeProvider clock)
    {
        _feed = feed;
        Output = new LiveOutput(feed, _recorder, metadata, clock);
    }

    /// <summary>Whoever presents hands the shown pictures to this.</summary>
    public LiveOutput Output { get; }

    /// <summary>Where the page is.</summary>
    public Uri Address => _server!.Address;

    /// <summary>The OSC server; null for none.</summary>
    public OscServer? Osc => _osc;

    /// <summary>Starts to serve.</summary>
    /// <param name="control">Changes the session. Borrowed.</param>
    /// <param name="request">Where, and what.</param>
    /// <param name="logger">Failures of requests, refused messages. Borrowed.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="ConfigException">An address does not fit or is taken.</exception>
    public static async Task<PageDesk> StartAsync(SessionControl control, ServeRequest request, ILogger logger, TimeProvider clock)
    {
        var pulse = new Pulse();
        var desk = new PageDesk(new FrameFeed(request.Page.FramesPerSecond, pulse, clock), () => Metadata(control.Session, request.Engine), clock);
        var page = new PageContext
        {
            Session = control.Session,
            Control = control,
            Output = desk.Output,
            Pulse = pulse,
            OutFolder = request.OutFolder,
            Video = request.Video,
            Models = () => ModelChoice.Names,
            Clock = clock,
        };
        try
        {
            desk.Listen(page, request, logger);
            desk._server = await PageServer.StartAsync(page with { Osc = desk._osc }, request.Page, logger).ConfigureAwait(false);
            return desk;
        }
        catch (FaeException)
        {
            await desk.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Begins the video that the command line asked for, if it did. For whoever presents without a window, once pictures come.</summary>
    /// <param name="cancellationToken">Ends the wait for a first picture.</param>
    /// <exception cref="FaeException">The video cannot be begun.</exception>
    public Task RecordAsync(CancellationToken cancellationToken) => _recordings!.BeginAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _midi?.Dispose();
        if (_osc is not null)
        {
            await _osc.DisposeAsync().ConfigureAwait(false);
        }

        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        _recorder.Dispose();
        _feed.Dispose();
    }

    private void Listen(PageContext page, ServeRequest request, ILogger logger)
    {
        var recordings = _recordings = new Recordings(page);
        var actions = new OscActions
        {
            Act = name => page.Control.Act(SessionActions.Of(name)),
            Recall = page.Control.Recall,
            Capture = () => Watch(recordings.CaptureAsync(CancellationToken.None), logger),
            Record = on => Record(page, recordings, on, logger),
        };
        var desk = new OscDesk(page.Control, actions, request.Map);
        _osc = request.Osc is { } at ? new OscServer(desk, at, logger, page.Clock) : null;
        _midi = request.Midi is { } device ? new MidiDesk(device, desk, line => LogFailure(logger, line), page.Clock) : null;
    }

    private static void Record(PageContext page, Recordings recordings, bool on, ILogger logger)
    {
        if (on)
        {
            Watch(recordings.StartAsync(CancellationToken.None), logger);
        }
        else
        {
            page.Output.Recorder.Stop();
        }
    }

    // Nobody waits for what OSC began: its failure goes to the log.
    private static async void Watch(Task task, ILogger logger)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (FaeException failure)
        {
            LogFailure(logger, failure.Message);
        }
        catch (ObjectDisposedException)
        {
            // The session ended first. Out of here it would end the program.
        }
    }

    // Between two models there is no engine to tell of.
    private static GenerationMetadata? Metadata(LatentSession session, FrameEngineOptions engine) =>
        session.Info is null || session.Parameters is null ? null : SessionMetadata.Of(session, engine, Verb);

    [LoggerMessage(Level = LogLevel.Warning, Message = "fae: {Reason}")]
    private static partial void LogFailure(ILogger logger, string reason);
}
