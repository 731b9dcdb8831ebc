using System.Runtime.ExceptionServices;
using FaeRealtime.Core;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Output;
using FaeRealtime.Host.Rendering;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Remote;
using FaeRealtime.Remote.Audio;
using FaeRealtime.Video.Recording;
using Silk.NET.GLFW;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;

namespace FaeRealtime.Host.Window;

/// <summary>A session in a window. One thread: events, texture, drawing.</summary>
internal sealed class LiveWindow : IDisposable
{
    private const int Side = 768;

    // How long an unchanged picture waits before it is drawn again; a new frame ends the wait.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(30);

    private readonly LiveRequest _request;
    private readonly IWindow _window;
    private readonly MonitorChoice _monitor;
    private readonly SessionRenderer _renderer;
    private readonly SharedEngine _engine;
    private readonly LatentSession _session;
    private readonly AudioInput? _audio;
    private readonly SessionInputs? _inputs;
    private readonly ControlServer? _server;
    private readonly FrameReadback _readback;
    private readonly MediaOutput _media;
    private readonly WindowOutput _output;
    private readonly DroppedPhotos _photos;
    private readonly WindowControls _controls;
    private readonly WindowInput _input;
    private readonly HudText _text;
    private Exception? _reported;
    private bool? _vsync;
    private bool _begun;

    private LiveWindow(LiveRequest request, Parts parts)
    {
        (_request, _window, _monitor, _renderer) = (request, parts.Window, parts.Monitor, parts.Renderer);
        _engine = parts.Engine;
        (_session, _audio, _inputs, _server) = (parts.Session, parts.Audio, parts.Inputs, parts.Server);
        (_readback, _media, _output, _photos) = (parts.Readback, parts.Media, parts.Output, parts.Photos);
        (_controls, _input, _text) = (parts.Controls, parts.Input, parts.Text);
    }

    /// <summary>Opens the window.</summary>
    /// <param name="request">What to show.</param>
    /// <param name="reason">Why there is none.</param>
    /// <returns>The window, or null without a usable display.</returns>
    /// <exception cref="Core.Errors.ConfigException">There is no such monitor.</exception>
    public static LiveWindow? TryOpen(LiveRequest request, out string reason)
    {
        reason = string.Empty;
        if (Environment.GetEnvironmentVariable("DISPLAY") is null or "" && Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null or "")
        {
            reason = "There is no display (DISPLAY is not set).";
            return null;
        }

        IWindow? window = null;
        try
        {
            window = Silk.NET.Windowing.Window.Create(WindowOptions.Default with { Title = "FAE", Size = new Vector2D<int>(Side, Side), ShouldSwapAutomatically = false });
            window.Initialize();
        }
        catch (GlfwException refused)
        {
            window?.Dispose();
            reason = $"No window could be opened ({refused.Message.TrimEnd('.')}).";
            return null;
        }

        return Open(request, window);
    }

    // Owns the window from here on, also when it fails.
    private static LiveWindow Open(LiveRequest request, IWindow window)
    {
        using var made = new PartsInMaking();
        made.Add(window);
        var monitor = MonitorChoice.Apply(window, request.Monitor);
        var gl = window.CreateOpenGL();
        var renderer = made.Add(SessionRenderer.Create(gl));
        var engine = made.Add(SharedEngine.Of(request.Engine));
        var models = new WindowModels(engine.Options, request.Models);
        var audio = AudioInput.Open(request.Audio, line => Console.Error.WriteLine($"fae: {line}"));
        if (audio is not null)
        {
            made.Add(audio);
        }

        var session = made.Add(LatentSession.Create(new SessionOptions { Engine = engine.Options, Models = models.Open, Parameters = request.Parameters, Start = request.Start, Audio = audio, Presets = new PresetFolder(request.Presets) }));
        session.Attach(gl);
        var control = session.Control;
        var inputs = SessionInputs.Start(session, request.Input, models.FolderOf);
        if (inputs is not null)
        {
            made.Add(inputs);
        }

        var readback = made.Add(new FrameReadback(session, renderer, gl));
        var media = made.Add(new MediaOutput(request.Out, request.Video, () => SessionMetadata.Current(session, request.Engine, "live"), TimeProvider.System) { Failure = () => session.Failure?.Message });
        var output = made.Add(new WindowOutput(control, readback, media));
        var photos = made.Add(new DroppedPhotos(control, models, request.Input?.Encoder));
        var controls = new WindowControls(control, output, models, photos) { FullScreen = request.FullScreen };
        var input = made.Add(WindowInput.Open(window, session, controls, request.Keys, TimeProvider.System));
        var server = Serve(request, control, media, inputs);
        var text = new HudText(control, controls, output, request.Keys) { Page = server?.Address.ToString() };
        return made.Finish(new LiveWindow(request, new Parts(window, monitor, renderer, engine, session, audio, inputs, server, readback, media, output, photos, controls, input, text)));
    }

    /// <summary>Shows the picture until the window is closed.</summary>
    /// <exception cref="Core.Errors.FaeException">The model failed before its first frame.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        while (!_window.IsClosing && !_controls.Quits)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _window.DoEvents();
            _input.Turn();
            _controls.Turn();
            _monitor.Apply(_controls.FullScreen);
            ApplyVsync();
            _session.WaitForFrame(LongestWait);
            Present(_session.Update());
            Report(_session.Failure);
        }

        if (_request.Json && _session.Parameters is { } parameters)
        {
            Console.Out.Write(ParameterJson.ToText(parameters));
        }
    }

    public void Dispose()
    {
        _photos.Dispose();
        _output.Dispose();
        _server?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _media.Dispose();
        while (_output.TryTakeResult(out var file))
        {
            // The text over the picture is gone.
            if (file.Failure is { } failure)
            {
                FailureReport.Print(failure, Console.Error);
            }
        }

        LeaveText.Print(_media, _request.Out, OpenedFile.Keep(_request.Presets, _session, _request.Engine.Folder) ? LiveRequest.Continue : null, Console.Error);
        _inputs?.Dispose();
        _session.Dispose();
        _audio?.Dispose();
        _readback.Dispose();
        _renderer.Dispose();
        _engine.Dispose();
        _input.Dispose();
        _window.Reset();
        _window.Dispose();
    }

    private void Present(bool fresh)
    {
        var started = TimeProvider.System.GetTimestamp();
        var size = _window.FramebufferSize;
        if (_text.Refresh(TimeProvider.System, size.X, size.Y))
        {
            _window.Title = _text.Title;
        }

        _renderer.Draw(_session, size.X, size.Y, _text.Bars(), _text.Glyphs);
        _window.SwapBuffers();
        if (fresh)
        {
            _session.ReportPresented(TimeProvider.System.GetElapsedTime(started));
        }

        Offer(fresh);
    }

    private void Offer(bool fresh)
    {
        if (fresh && !_begun)
        {
            _output.BeginSet();
            _output.StartRequested();
            _begun = true;
        }

        _output.Offer(fresh);
    }

    // Before the first frame a failure ends the program; later the picture stands still, and the text and one line say why.
    private void Report(Exception? failure)
    {
        if (failure is not null && !_session.TryGetFrame(out _))
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        if (failure is not null && !ReferenceEquals(failure, _reported))
        {
            FailureReport.Print(failure, Console.Error);
        }

        _reported = failure;
    }

    private void ApplyVsync()
    {
        var requested = _session.Parameters?.Pacing.Vsync ?? true;
        if (requested != _vsync)
        {
            _window.GLContext?.SwapInterval(requested ? 1 : 0);
            _vsync = requested;
        }
    }

    // The window's thread has nothing else to do until the page is there.
    private static ControlServer? Serve(LiveRequest request, SessionControl control, MediaOutput media, SessionInputs? inputs)
    {
        if (request is { HttpPort: null, OscPort: null, Midi: null, Dmx: { Input: null, Output: null } })
        {
            return null;
        }

        var server = ControlServer.StartAsync(control, media, request.Serve().Control with { Images = inputs?.Received, Decode = SessionInputs.Decode }, new ErrorLog(), TimeProvider.System).GetAwaiter().GetResult();
        Console.Error.WriteLine($"fae: page {server.Address}{(server.Osc is { } osc ? $", OSC {osc.Address}" : string.Empty)}");
        return server;
    }

    private sealed record Parts(
        IWindow Window,
        MonitorChoice Monitor,
        SessionRenderer Renderer,
        SharedEngine Engine,
        LatentSession Session,
        AudioInput? Audio,
        SessionInputs? Inputs,
        ControlServer? Server,
        FrameReadback Readback,
        MediaOutput Media,
        WindowOutput Output,
        DroppedPhotos Photos,
        WindowControls Controls,
        WindowInput Input,
        HudText Text);
}
