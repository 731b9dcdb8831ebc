using System.Net;
using System.Net.Sockets;
using FaeRealtime.Core.Errors;
using FaeRealtime.Remote.Control;
using FaeRealtime.Remote.Dmx;
using FaeRealtime.Remote.Http;
using FaeRealtime.Remote.Http.Server;
using FaeRealtime.Remote.Mcp;
using FaeRealtime.Remote.Midi;
using FaeRealtime.Remote.Osc;
using FaeRealtime.Video.Recording;
using Microsoft.Extensions.Logging;

namespace FaeRealtime.Remote;

/// <summary>Everything that controls one session from outside: the page, OSC, MIDI. Beside a window or without one.</summary>
public sealed partial class ControlServer : IAsyncDisposable
{
    private readonly FrameFeed _feed;
    private readonly MediaOutput _media;
    private PageServer? _page;
    private OscServer? _osc;
    private MidiController? _midi;
    private DmxInput? _dmxInput;
    private DmxOutput? _dmxOutput;
    private SessionTools? _tools;

    private ControlServer(FrameFeed feed, MediaOutput media) => (_feed, _media) = (feed, media);

    /// <summary>Where the page is.</summary>
    public Uri Address => _page!.Address;

    /// <summary>The OSC server; null for none.</summary>
    public OscServer? Osc => _osc;

    /// <summary>Starts to serve.</summary>
    /// <param name="session">Changes the session. Borrowed.</param>
    /// <param name="media">Gets the shown pictures from the presenting thread. Borrowed.</param>
    /// <param name="options">By which ways.</param>
    /// <param name="logger">Failures of requests, refused messages. Borrowed.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="ConfigException">An address does not fit or is taken.</exception>
    public static async Task<ControlServer> StartAsync(SessionControl session, MediaOutput media, ControlServerOptions options, ILogger logger, TimeProvider clock)
    {
        var pulse = new Pulse();
        var server = new ControlServer(FrameFeed.Start(options.Page.FramesPerSecond, pulse, clock), media);
        var remote = new RemoteControl(session, media, options.Models, logger);
        try
        {
            server.Listen(remote, options, logger, clock);
            media.Frames.Watcher = server._dmxOutput is { } lights ? new FrameWatchers(server._feed, lights) : server._feed;
            var page = new PageContext { Remote = remote, Media = media, Feed = server._feed, Pulse = pulse, Osc = server._osc, Images = options.Images, Decode = options.Decode, Clock = clock };
            server._tools = new SessionTools(page);
            server._page = await PageServer.StartAsync(page, options.Page, logger).ConfigureAwait(false);
            return server;
        }
        catch (FaeException)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Answers one program that talks the Model Context Protocol over two streams, such as this program's own input and output, until it closes them.</summary>
    /// <param name="input">What it says.</param>
    /// <param name="output">Receives the answers.</param>
    /// <param name="cancellationToken">Ends it, too.</param>
    public Task ConverseAsync(Stream input, Stream output, CancellationToken cancellationToken) => _tools!.ConverseAsync(input, output, cancellationToken);

    /// <summary>Refuses addresses that are taken, before anything is loaded.</summary>
    /// <param name="options">By which ways.</param>
    /// <exception cref="ConfigException">One does not fit or is taken.</exception>
    public static void RequireFree(ControlServerOptions options)
    {
        options.Page.Validate();
        Try(new IPEndPoint(options.Page.Address, options.Page.Port), SocketType.Stream, reason => new ConfigException($"The page cannot be served at {options.Page.Host}:{options.Page.Port}: {reason}. Give another port, or an address of this machine.") { Subject = PageOptions.PortSubject });
        if (options.Osc is { } osc)
        {
            Try(osc, SocketType.Dgram, reason => new ConfigException($"OSC cannot be received at {osc}: {reason}. Give another port, or an address of this machine.") { Subject = "OscPort" });
        }
    }

    /// <summary>Ends every way; the output goes on without the page's frames.</summary>
    public async ValueTask DisposeAsync()
    {
        _midi?.Dispose();
        _dmxInput?.Dispose();
        if (_osc is not null)
        {
            await _osc.DisposeAsync().ConfigureAwait(false);
        }

        if (_page is not null)
        {
            await _page.DisposeAsync().ConfigureAwait(false);
        }

        _media.Frames.Watcher = null;
        _dmxOutput?.Dispose();
        _feed.Dispose();
    }

    private static void Try(IPEndPoint address, SocketType type, Func<string, ConfigException> refusal)
    {
        if (address.Port == 0)
        {
            return;
        }

        using var socket = new Socket(address.AddressFamily, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        try
        {
            socket.Bind(address);
            if (type == SocketType.Stream)
            {
                socket.Listen();
            }
        }
        catch (SocketException failure)
        {
            throw refusal(failure.Message.TrimEnd('.'));
        }
    }

    private void Listen(RemoteControl remote, ControlServerOptions options, ILogger logger, TimeProvider clock)
    {
        var dispatcher = new OscDispatcher(remote, options.Map);
        _osc = options.Osc is { } at ? OscServer.Start(dispatcher, at, logger, clock) : null;
        _midi = options.Midi is { } device ? MidiController.Start(device, dispatcher, line => LogLine(logger, line), clock) : null;
        _dmxInput = options.DmxInput is { } desk ? DmxInput.Start(desk, dispatcher, line => LogLine(logger, line), clock) : null;
        _dmxOutput = options.DmxOutput is { } lights ? DmxOutput.Start(lights, options.DmxCells, clock) : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "fae: {Line}")]
    private static partial void LogLine(ILogger logger, string line);
}
