using System.Diagnostics;
using Silk.NET.GLFW;

namespace Silk.NET.Windowing.Glfw;

internal sealed unsafe partial class GlfwWindow
{
    private readonly Stopwatch _renderClock = new();
    private readonly Stopwatch _updateClock = new();
    private readonly Stopwatch _lifeClock = new();
    private bool _swapIntervalChanged = true;
    private bool _running;

    public event Action? Load;

    public event Action<double>? Update;

    public event Action<double>? Render;

    public double Time => _lifeClock.Elapsed.TotalSeconds;

    public double FramesPerSecond
    {
        get => _options.FramesPerSecond;
        set => _options.FramesPerSecond = Math.Max(0, value);
    }

    public double UpdatesPerSecond
    {
        get => _options.UpdatesPerSecond;
        set => _options.UpdatesPerSecond = Math.Max(0, value);
    }

    public bool VSync
    {
        get => _options.VSync;
        set
        {
            _options.VSync = value;
            _swapIntervalChanged = true;
        }
    }

    public void Run(Action onFrame)
    {
        _running = true;
        try
        {
            while (!IsClosing)
            {
                onFrame();
            }
        }
        finally
        {
            _running = false;
        }
    }

    public void DoEvents()
    {
        if (IsEventDriven)
        {
            GlfwNative.WaitEvents();
        }
        else
        {
            GlfwNative.PollEvents();
        }

        RethrowFromCallback();
    }

    public void ContinueEvents() => GlfwNative.PostEmptyEvent();

    public void DoUpdate()
    {
        var elapsed = _updateClock.Elapsed.TotalSeconds;
        if (elapsed >= Period(_options.UpdatesPerSecond))
        {
            _updateClock.Restart();
            Update?.Invoke(elapsed);
        }
    }

    public void DoRender()
    {
        if (!VSync && _renderClock.Elapsed.TotalSeconds < Period(_options.FramesPerSecond))
        {
            return;
        }

        if (!IsContextControlDisabled && _context is { } context)
        {
            PrepareContext(context);
        }

        var elapsed = _renderClock.Elapsed.TotalSeconds;
        _renderClock.Restart();
        Render?.Invoke(elapsed);
        if (ShouldSwapAutomatically && !IsContextControlDisabled)
        {
            _context?.SwapBuffers();
        }
    }

    public void Close()
    {
        Closing?.Invoke();
        IsClosing = true;
    }

    private static double Period(double rate) => rate <= double.Epsilon ? 0 : 1 / rate;

    private void PrepareContext(GlfwContext context)
    {
        if (!context.IsCurrent)
        {
            context.MakeCurrent();
        }

        if (_swapIntervalChanged)
        {
            context.SwapInterval(VSync ? 1 : 0);
            _swapIntervalChanged = false;
        }
    }

    private void StartClocks()
    {
        _renderClock.Restart();
        _updateClock.Restart();
        _lifeClock.Restart();
        _swapIntervalChanged = true;
    }

    private void StopClocks()
    {
        _renderClock.Reset();
        _updateClock.Reset();
        _lifeClock.Reset();
    }
}
