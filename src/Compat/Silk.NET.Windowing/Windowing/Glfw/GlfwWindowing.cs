namespace Silk.NET.Windowing.Glfw;

public static class GlfwWindowing
{
    public static void RegisterPlatform()
    {
    }

    public static void Use()
    {
    }

    public static bool IsViewGlfw(IView view) => view is GlfwWindow;
}
