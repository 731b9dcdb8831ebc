using Silk.NET.GLFW;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input.Glfw;

internal sealed class GlfwCursor(GlfwWindow window) : ICursor
{
    public CursorMode CursorMode
    {
        get => GlfwNative.GetInputMode(window.Handle, GlfwHint.CursorMode) switch
        {
            GlfwHint.CursorHidden => CursorMode.Hidden,
            GlfwHint.CursorDisabled => GlfwNative.GetInputMode(window.Handle, GlfwHint.RawMouseMotion) != 0 ? CursorMode.Raw : CursorMode.Disabled,
            _ => CursorMode.Normal,
        };

        set
        {
            if (!IsSupported(value))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "The display does not support this cursor mode.");
            }

            GlfwNative.SetInputMode(window.Handle, GlfwHint.CursorMode, value switch
            {
                CursorMode.Hidden => GlfwHint.CursorHidden,
                CursorMode.Disabled or CursorMode.Raw => GlfwHint.CursorDisabled,
                _ => GlfwHint.CursorNormal,
            });
            if (IsSupported(CursorMode.Raw))
            {
                GlfwNative.SetInputMode(window.Handle, GlfwHint.RawMouseMotion, value == CursorMode.Raw ? 1 : 0);
            }
        }
    }

    public bool IsSupported(CursorMode mode) => mode != CursorMode.Raw || GlfwNative.RawMouseMotionSupported() != 0;
}
