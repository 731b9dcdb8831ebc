using System.Runtime.ExceptionServices;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Output;
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

    // How long an unchanged picture rests before it is drawn again; a new frame ends the wait.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(30);

    private readonly LiveRequest _request;
    private readonly IWindow _window;
    private readonly MonitorChoice _monitor;
    private readonly SessionRenderer _renderer;
    private readonly LatentSession _session;
    private readonly WindowModels _models;
    private readonly AudioInput? _audio;
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

    private LiveWindow(LiveRequest request, IWindow window)
    {
        (_request, _window) = (request, window);
        _monitor = new MonitorChoice(window, request.Monitor);
        var gl = window.CreateOpenGL();
        _renderer = new SessionRenderer(gl);
        _models = new WindowModels(request.Engine, request.Models);
        _audio = AudioInput.Open(request.Audio, line => Console.Error.WriteLine($"fae: {line}"));
        _session = LatentSession.Create(new SessionOptions { Engine = request.Engine, Models = _models.Open, Parameters = request.Parameters, Start = request.Start, Audio = _audio, Presets = new PresetFolder(request.Presets) });
        _session.Attach(gl);
        var control = _session.Control;
        _readback = new FrameReadback(_session, _renderer, gl);
        _media = new MediaOutput(request.Out, request.Video, () => SessionMetadata.Current(_session, request.Engine, "live"), TimeProvider.System) { Failure = () => _session.Failure?.Message };
        _server = Serve(request, control, _media);
        _output = new WindowOutput(control, _readback, _media);
        _photos = new DroppedPhotos(control, _models, request.Encoder);
        _controls = new WindowControls(control, _output, _models, _photos) { FullScreen = request.FullScreen };
        _input = new WindowInput(window, _session, _controls, request.Keys, TimeProvider.System);
        _text = new HudText(control, _controls, _output, request.Keys) { Page = _server?.Address.ToString() };
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

        return new LiveWindow(request, window);
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
        _session.Dispose();
        _audio?.Dispose();
        _readback.Dispose();
        _renderer.Dispose();
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

        _renderer.Draw(_session, size.X, size.Y, _text.Lines, _text.Bars());
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

    // Before the first frame a failure ends the program; later the picture rests, and the text and one line say why.
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
    private static ControlServer? Serve(LiveRequest request, SessionControl control, MediaOutput media)
    {
        if (request is { HttpPort: null, OscPort: null, Midi: null })
        {
            return null;
        }

        var server = ControlServer.StartAsync(control, media, request.Serve().Control, new ErrorLog(), TimeProvider.System).GetAwaiter().GetResult();
        Console.Error.WriteLine($"fae: page {server.Address}{(server.Osc is { } osc ? $", OSC {osc.Address}" : string.Empty)}");
        return server;
    }
}
