using System.Runtime.InteropServices;
using Silk.NET.GLFW;

namespace Silk.NET.Windowing.Glfw;

internal sealed unsafe partial class GlfwWindow
{
    // The window's user pointer; it keeps this object alive as long as GLFW can call it.
    private GCHandle _self;

    public void Initialize()
    {
        if (IsInitialized)
        {
            return;
        }

        SetHints();
        _window = GlfwNative.CreateWindow(_options.Size.X, _options.Size.Y, _options.Title ?? string.Empty, _initialMonitor?.Handle ?? 0, ShareHandle());
        if (_window == 0)
        {
            GlfwLibrary.ThrowIfFailed();
            throw new GlfwException("GLFW created no window and gave no reason");
        }

        // GLFW reports what a display cannot do (gamma, icons) as errors of calls that succeeded.
        GlfwLibrary.ClearError();
        _self = GCHandle.Alloc(this);
        GlfwNative.SetWindowUserPointer(_window, GCHandle.ToIntPtr(_self));
        ListenToWindow();
        _closed = false;
        if (_options.IsVisible && _options.WindowState != WindowState.Normal)
        {
            EnterState(_options.WindowState);
        }

        if (_options.API.API is ContextAPI.OpenGL or ContextAPI.OpenGLES)
        {
            _context = new(_window, this);
            _context.MakeCurrent();
        }

        StartClocks();
        Load?.Invoke();
    }

    public void Reset()
    {
        if (_running)
        {
            throw new InvalidOperationException("A window cannot be reset inside its loop: call Close, and reset it after Run returned.");
        }

        if (!IsInitialized)
        {
            return;
        }

        StopClocks();
        GlfwNative.DestroyWindow(_window);
        GlfwLibrary.ClearError();
        _self.Free();
        (_window, _context, _closed) = (0, null, true);
    }

    public void Dispose() => Reset();

    private void SetHints()
    {
        GlfwNative.DefaultWindowHints();
        Hint(GlfwHint.Visible, _options.IsVisible);
        Hint(GlfwHint.Decorated, _options.WindowBorder != WindowBorder.Hidden);
        Hint(GlfwHint.Resizable, _options.WindowBorder == WindowBorder.Resizable);
        Hint(GlfwHint.Floating, _options.TopMost);
        Hint(GlfwHint.TransparentFramebuffer, _options.TransparentFramebuffer);
        GlfwNative.WindowHintString(GlfwHint.X11ClassName, _options.WindowClass ?? Window.DefaultWindowClass);
        GlfwNative.WindowHint(GlfwHint.RefreshRate, _options.VideoMode.RefreshRate ?? GlfwHint.DontCare);
        GlfwNative.WindowHint(GlfwHint.DepthBits, _options.PreferredDepthBufferBits ?? GlfwHint.DontCare);
        GlfwNative.WindowHint(GlfwHint.StencilBits, _options.PreferredStencilBufferBits ?? GlfwHint.DontCare);
        GlfwNative.WindowHint(GlfwHint.Samples, _options.Samples ?? GlfwHint.DontCare);
        SetContextHints(_options.API);
    }

    private static void SetContextHints(GraphicsAPI api)
    {
        GlfwNative.WindowHint(GlfwHint.ClientApi, api.API switch
        {
            ContextAPI.OpenGL => GlfwHint.OpenGlApi,
            ContextAPI.OpenGLES => GlfwHint.OpenGlEsApi,
            _ => GlfwHint.NoApi,
        });
        GlfwNative.WindowHint(GlfwHint.ContextVersionMajor, api.Version.MajorVersion);
        GlfwNative.WindowHint(GlfwHint.ContextVersionMinor, api.Version.MinorVersion);
        Hint(GlfwHint.ForwardCompatible, api.Flags.HasFlag(ContextFlags.ForwardCompatible));
        Hint(GlfwHint.DebugContext, api.Flags.HasFlag(ContextFlags.Debug));

        // Profiles exist from OpenGL 3.2.
        if ((api.Version.MajorVersion, api.Version.MinorVersion).CompareTo((3, 2)) >= 0)
        {
            GlfwNative.WindowHint(GlfwHint.Profile, api.Profile == ContextProfile.Core ? GlfwHint.CoreProfile : GlfwHint.CompatibilityProfile);
        }
    }

    private static void Hint(int hint, bool value) => GlfwNative.WindowHint(hint, value ? 1 : 0);

    private nint ShareHandle() => _options.SharedContext switch
    {
        null => 0,
        GlfwContext context => context.Handle,
        _ => throw new ArgumentException("The given shared context should be a GlfwContext or GlfwWindow"),
    };
}
