using System.Runtime.InteropServices;
using Silk.NET.GLFW;

namespace Silk.NET.Windowing.Glfw;

/// <summary>Raw input as GLFW reports it, for the keyboard and the mouse of an input context.</summary>
internal sealed unsafe partial class GlfwWindow
{
    internal event Action<int, int, int>? RawKey;

    internal event Action<uint>? RawCharacter;

    internal event Action<double, double>? RawCursor;

    internal event Action<int, int>? RawButton;

    internal event Action<double, double>? RawScroll;

    internal void ListenToInput()
    {
        GlfwNative.SetKeyCallback(_window, &OnKey);
        GlfwNative.SetCharCallback(_window, &OnCharacter);
        GlfwNative.SetCursorPosCallback(_window, &OnCursor);
        GlfwNative.SetMouseButtonCallback(_window, &OnButton);
        GlfwNative.SetScrollCallback(_window, &OnScroll);
    }

    [UnmanagedCallersOnly]
    private static void OnKey(nint window, int key, int scancode, int action, int modifiers) =>
        Dispatch(window, (key, scancode, action), static (target, raw) => target.RawKey?.Invoke(raw.key, raw.scancode, raw.action));

    [UnmanagedCallersOnly]
    private static void OnCharacter(nint window, uint character) =>
        Dispatch(window, character, static (target, raw) => target.RawCharacter?.Invoke(raw));

    [UnmanagedCallersOnly]
    private static void OnCursor(nint window, double x, double y) =>
        Dispatch(window, (x, y), static (target, raw) => target.RawCursor?.Invoke(raw.x, raw.y));

    [UnmanagedCallersOnly]
    private static void OnButton(nint window, int button, int action, int modifiers) =>
        Dispatch(window, (button, action), static (target, raw) => target.RawButton?.Invoke(raw.button, raw.action));

    [UnmanagedCallersOnly]
    private static void OnScroll(nint window, double x, double y) =>
        Dispatch(window, (x, y), static (target, raw) => target.RawScroll?.Invoke(raw.x, raw.y));
}
