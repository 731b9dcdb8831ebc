using Silk.NET.Core.Contexts;
using Silk.NET.GLFW;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

/// <summary>A window of GLFW. Its parts: properties here, creation, the loop, events.</summary>
internal sealed unsafe partial class GlfwWindow : IWindow
{
    private readonly GlfwMonitor? _initialMonitor;
    private WindowOptions _options;
    private nint _window;
    private GlfwContext? _context;
    private Vector2D<int> _normalPosition;
    private Vector2D<int> _normalSize;
    private bool _closed;

    public GlfwWindow(WindowOptions options, GlfwMonitor? monitor)
    {
        _options = options;
        _initialMonitor = monitor;
    }

    public nint Handle => _window;

    public bool IsInitialized => _window != 0;

    public IGLContext? GLContext => _context;

    public bool ShouldSwapAutomatically
    {
        get => _options.ShouldSwapAutomatically;
        set => _options.ShouldSwapAutomatically = value;
    }

    public bool IsEventDriven
    {
        get => _options.IsEventDriven;
        set => _options.IsEventDriven = value;
    }

    public bool IsContextControlDisabled
    {
        get => _options.IsContextControlDisabled;
        set => _options.IsContextControlDisabled = value;
    }

    public GraphicsAPI API => _options.API;

    public VideoMode VideoMode => IsInitialized ? Monitor?.VideoMode ?? _options.VideoMode : _options.VideoMode;

    public int? PreferredDepthBufferBits => _options.PreferredDepthBufferBits;

    public int? PreferredStencilBufferBits => _options.PreferredStencilBufferBits;

    public int? Samples => _options.Samples;

    public bool TransparentFramebuffer => _options.TransparentFramebuffer;

    public IGLContext? SharedContext => _options.SharedContext;

    public string? WindowClass => _options.WindowClass;

    public bool IsClosing
    {
        get => IsInitialized ? GlfwNative.WindowShouldClose(_window) != 0 : _closed;
        set
        {
            if (IsInitialized)
            {
                GlfwNative.SetWindowShouldClose(_window, value ? 1 : 0);
            }
        }
    }

    public Vector2D<int> FramebufferSize
    {
        get
        {
            int width = 0, height = 0;
            if (IsInitialized)
            {
                GlfwNative.GetFramebufferSize(_window, &width, &height);
            }

            return new(width, height);
        }
    }

    public Vector2D<int> Size
    {
        get
        {
            if (IsInitialized)
            {
                int width, height;
                GlfwNative.GetWindowSize(_window, &width, &height);
                _options.Size = new(width, height);
            }

            return _options.Size;
        }

        set
        {
            _options.Size = value;
            if (IsInitialized)
            {
                GlfwNative.SetWindowSize(_window, value.X, value.Y);
            }
        }
    }

    Vector2D<int> IViewProperties.Size => IsInitialized ? Size : default;

    public Vector2D<int> Position
    {
        get
        {
            if (IsInitialized)
            {
                int x, y;
                GlfwNative.GetWindowPos(_window, &x, &y);
                _options.Position = new(x, y);
            }

            return _options.Position;
        }

        set
        {
            _options.Position = value;
            if (IsInitialized)
            {
                GlfwNative.SetWindowPos(_window, value.X, value.Y);
            }
        }
    }

    // GLFW 3.3 cannot be asked for a title.
    public string Title
    {
        get => _options.Title;
        set
        {
            _options.Title = value;
            if (IsInitialized)
            {
                GlfwNative.SetWindowTitle(_window, value);
            }
        }
    }

    public bool IsVisible
    {
        get => IsInitialized ? Attribute(GlfwHint.Visible) : _options.IsVisible;
        set
        {
            _options.IsVisible = value;
            if (IsInitialized && value)
            {
                GlfwNative.ShowWindow(_window);
            }
            else if (IsInitialized)
            {
                GlfwNative.HideWindow(_window);
            }
        }
    }

    public bool TopMost
    {
        get => _options.TopMost;
        set
        {
            _options.TopMost = value;
            if (IsInitialized)
            {
                GlfwNative.SetWindowAttrib(_window, GlfwHint.Floating, value ? 1 : 0);
            }
        }
    }

    public WindowBorder WindowBorder
    {
        get => _options.WindowBorder;
        set
        {
            _options.WindowBorder = value;
            if (IsInitialized)
            {
                GlfwNative.SetWindowAttrib(_window, GlfwHint.Decorated, value == WindowBorder.Hidden ? 0 : 1);
                GlfwNative.SetWindowAttrib(_window, GlfwHint.Resizable, value == WindowBorder.Resizable ? 1 : 0);
            }
        }
    }

    public IWindow CreateWindow(WindowOptions opts) => new GlfwWindow(opts, null);

    private bool Attribute(int attribute) => GlfwNative.GetWindowAttrib(_window, attribute) != 0;
}
