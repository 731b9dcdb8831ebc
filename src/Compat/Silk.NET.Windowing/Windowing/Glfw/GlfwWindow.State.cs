using Silk.NET.GLFW;

namespace Silk.NET.Windowing.Glfw;

internal sealed unsafe partial class GlfwWindow
{
    public WindowState WindowState
    {
        get => IsInitialized ? _options.WindowState = CurrentState() : _options.WindowState;
        set
        {
            if (IsInitialized)
            {
                EnterState(value);
            }

            _options.WindowState = value;
        }
    }

    public IMonitor? Monitor
    {
        get => IsInitialized ? CurrentMonitor() : _initialMonitor;
        set
        {
            if (!IsInitialized)
            {
                throw new InvalidOperationException("Window is not running.");
            }

            var monitor = (GlfwMonitor)(value ?? throw new ArgumentNullException(nameof(value)));
            if (WindowState == WindowState.Fullscreen)
            {
                Cover(monitor, default);
            }
            else
            {
                Position = monitor.Bounds.Origin;
            }
        }
    }

    public void Focus() => GlfwNative.FocusWindow(_window);

    private WindowState CurrentState() =>
        Attribute(GlfwHint.Iconified) ? WindowState.Minimized
        : Attribute(GlfwHint.Maximized) ? WindowState.Maximized
        : GlfwNative.GetWindowMonitor(_window) != 0 ? WindowState.Fullscreen
        : WindowState.Normal;

    private void EnterState(WindowState state)
    {
        var covering = GlfwNative.GetWindowMonitor(_window) != 0;
        if (state == WindowState.Fullscreen)
        {
            if (!covering)
            {
                (_normalPosition, _normalSize) = (Position, Size);
            }

            Cover(GlfwMonitor.Primary(), _options.VideoMode);
            return;
        }

        if (covering)
        {
            // A window that was created on a monitor has no former place: it gets the size of its options.
            var size = _normalSize == default ? _options.Size : _normalSize;
            GlfwNative.SetWindowMonitor(_window, 0, _normalPosition.X, _normalPosition.Y, size.X, size.Y, 0);
        }

        switch (state)
        {
            case WindowState.Minimized:
                GlfwNative.IconifyWindow(_window);
                break;
            case WindowState.Maximized:
                GlfwNative.MaximizeWindow(_window);
                break;
            default:
                GlfwNative.RestoreWindow(_window);
                break;
        }
    }

    private void Cover(GlfwMonitor monitor, VideoMode wanted)
    {
        var mode = monitor.VideoMode;
        var resolution = wanted.Resolution ?? mode.Resolution ?? Size;
        GlfwNative.SetWindowMonitor(_window, monitor.Handle, 0, 0, resolution.X, resolution.Y, wanted.RefreshRate ?? mode.RefreshRate ?? GlfwHint.DontCare);
        GlfwLibrary.ThrowIfFailed();
    }

    private GlfwMonitor? CurrentMonitor()
    {
        var all = GlfwMonitor.All();
        var handle = GlfwNative.GetWindowMonitor(_window);
        var (x, y) = (Position.X + (Size.X / 2), Position.Y + (Size.Y / 2));
        return Array.Find(all, monitor => handle != 0 ? monitor.Handle == handle : Holds(monitor, x, y)) ?? all.FirstOrDefault();
    }

    private static bool Holds(GlfwMonitor monitor, int x, int y)
    {
        var (origin, size) = (monitor.Bounds.Origin, monitor.Bounds.Size);
        return x >= origin.X && y >= origin.Y && x < origin.X + size.X && y < origin.Y + size.Y;
    }
}
