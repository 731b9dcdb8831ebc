using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Silk.NET.GLFW;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

internal sealed unsafe partial class GlfwWindow
{
    private ExceptionDispatchInfo? _failure;

    public event Action<Vector2D<int>>? Resize;

    public event Action<Vector2D<int>>? FramebufferResize;

    public event Action? Closing;

    public event Action<bool>? FocusChanged;

    public event Action<Vector2D<int>>? Move;

    public event Action<WindowState>? StateChanged;

    public event Action<string[]>? FileDrop;

    /// <summary>Calls a handler from inside GLFW: what it throws must not cross native frames, and is thrown again by <see cref="DoEvents"/>.</summary>
    internal static void Dispatch<TArguments>(nint window, TArguments arguments, Action<GlfwWindow, TArguments> handler)
    {
        var target = (GlfwWindow)GCHandle.FromIntPtr(GlfwNative.GetWindowUserPointer(window)).Target!;
        try
        {
            handler(target, arguments);
        }
        catch (Exception failure)
        {
            target._failure ??= ExceptionDispatchInfo.Capture(failure);
        }
    }

    private void RethrowFromCallback()
    {
        if (_failure is { } failure)
        {
            _failure = null;
            failure.Throw();
        }
    }

    private void ListenToWindow()
    {
        GlfwNative.SetWindowPosCallback(_window, &OnMove);
        GlfwNative.SetWindowSizeCallback(_window, &OnSize);
        GlfwNative.SetFramebufferSizeCallback(_window, &OnFramebufferSize);
        GlfwNative.SetWindowCloseCallback(_window, &OnClose);
        GlfwNative.SetWindowFocusCallback(_window, &OnFocus);
        GlfwNative.SetWindowIconifyCallback(_window, &OnState);
        GlfwNative.SetWindowMaximizeCallback(_window, &OnState);
        GlfwNative.SetDropCallback(_window, &OnDrop);
    }

    [UnmanagedCallersOnly]
    private static void OnMove(nint window, int x, int y) =>
        Dispatch(window, new Vector2D<int>(x, y), static (target, place) => target.Move?.Invoke(place));

    [UnmanagedCallersOnly]
    private static void OnSize(nint window, int width, int height) =>
        Dispatch(window, new Vector2D<int>(width, height), static (target, size) => target.Resize?.Invoke(size));

    [UnmanagedCallersOnly]
    private static void OnFramebufferSize(nint window, int width, int height) =>
        Dispatch(window, new Vector2D<int>(width, height), static (target, size) => target.FramebufferResize?.Invoke(size));

    [UnmanagedCallersOnly]
    private static void OnClose(nint window) => Dispatch(window, 0, static (target, _) => target.Closing?.Invoke());

    [UnmanagedCallersOnly]
    private static void OnFocus(nint window, int focused) =>
        Dispatch(window, focused != 0, static (target, has) => target.FocusChanged?.Invoke(has));

    [UnmanagedCallersOnly]
    private static void OnState(nint window, int entered) =>
        Dispatch(window, 0, static (target, _) => target.StateChanged?.Invoke(target.WindowState));

    // GLFW frees the paths when this returns.
    [UnmanagedCallersOnly]
    private static void OnDrop(nint window, int count, byte** paths)
    {
        var files = new string[count];
        for (var i = 0; i < count; i++)
        {
            files[i] = Marshal.PtrToStringUTF8((nint)paths[i]) ?? string.Empty;
        }

        Dispatch(window, files, static (target, dropped) => target.FileDrop?.Invoke(dropped));
    }
}
