using System.Reflection;
using Silk.NET.GLFW;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Windowing;

public static class Window
{
    public static string DefaultWindowClass => Assembly.GetEntryAssembly()?.GetName().Name ?? "Silk.NET Window";

    public static IWindow Create(WindowOptions options)
    {
        GlfwLibrary.Initialize();
        return new GlfwWindow(options, null);
    }

    public static void PrioritizeGlfw()
    {
    }
}
