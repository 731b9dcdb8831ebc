using System.Runtime.ExceptionServices;
using FaeRealtime.Live.Rendering;
using FaeRealtime.Live.Sessions;
using Silk.NET.GLFW;
using Silk.NET.Input;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;

namespace FaeRealtime.Host.Demo;

/// <summary>The demo in a window. One thread: events, texture, drawing.</summary>
internal sealed class DemoWindow : IDisposable
{
    private const int Side = 768;

    // How long an unchanged picture rests before it is drawn again; a new frame ends the wait.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(30);

    private readonly IWindow _window;
    private readonly IInputContext _input;
    private readonly SessionRenderer _renderer;
    private readonly LatentSession _session;
    private readonly DemoControls _controls;
    private readonly DemoText _text;
    private Exception? _reported;

    private DemoWindow(DemoRequest request, IWindow window)
    {
        _window = window;
        var gl = window.CreateOpenGL();
        window.GLContext?.SwapInterval(1);
        _renderer = new SessionRenderer(gl);
        _session = LatentSession.Create(new SessionOptions
        {
            Engine = request.Engine.Open,
            Parameters = request.Parameters,
        });
        _session.Attach(gl);
        _controls = new DemoControls(_session);
        _text = new DemoText(_session, _controls);
        _input = window.CreateInput();

        // A kiosk may have no keyboard at all.
        foreach (var keyboard in _input.Keyboards)
        {
            keyboard.KeyDown += (_, key, _) => _controls.Press(key);
        }
    }

    /// <summary>Opens the window.</summary>
    /// <param name="request">What to show.</param>
    /// <param name="reason">Why there is none.</param>
    /// <returns>The window, or null without a usable display.</returns>
    public static DemoWindow? TryOpen(DemoRequest request, out string reason)
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
            window = Window.Create(WindowOptions.Default with { Title = "FAE", Size = new Vector2D<int>(Side, Side), ShouldSwapAutomatically = false });
            window.Initialize();
        }
        catch (GlfwException refused)
        {
            window?.Dispose();
            reason = $"No window could be opened ({refused.Message.TrimEnd('.')}).";
            return null;
        }

        return new DemoWindow(request, window);
    }

    /// <summary>Shows the picture until the window is closed.</summary>
    /// <exception cref="Core.Errors.FaeException">The model failed before its first frame.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        while (!_window.IsClosing && !_controls.Quits)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _window.DoEvents();
            ApplyFullScreen();
            _session.WaitForFrame(LongestWait);
            Present(_session.Update());
            Report(_session.Failure);
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _renderer.Dispose();
        _input.Dispose();
        _window.Reset();
        _window.Dispose();
    }

    private void Present(bool fresh)
    {
        var started = TimeProvider.System.GetTimestamp();
        if (_text.Refresh(TimeProvider.System))
        {
            _window.Title = _text.Title;
        }

        var size = _window.FramebufferSize;
        _renderer.Draw(_session, size.X, size.Y, _controls.ShowsText ? _text.Lines : default);
        _window.SwapBuffers();
        if (fresh)
        {
            _session.ReportPresented(TimeProvider.System.GetElapsedTime(started));
        }
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

    private void ApplyFullScreen()
    {
        var wished = _controls.FullScreen ? WindowState.Fullscreen : WindowState.Normal;
        if (_window.WindowState != wished && (_controls.FullScreen || _window.WindowState == WindowState.Fullscreen))
        {
            _window.WindowState = wished;
        }
    }
}
