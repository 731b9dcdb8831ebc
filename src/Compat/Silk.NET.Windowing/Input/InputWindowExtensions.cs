using Silk.NET.Input.Glfw;
using Silk.NET.Windowing;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input;

public static class InputWindowExtensions
{
    public static IInputContext CreateInput(this IView view) => view switch
    {
        GlfwWindow { IsInitialized: true } window => new GlfwInputContext(window),
        GlfwWindow => throw new InvalidOperationException("The window has no input yet: initialise it first, or create the input in its Load event."),
        _ => throw new NotSupportedException("Couldn't find a suitable input platform for this view."),
    };
}
