namespace Silk.NET.Input.Glfw;

public static class GlfwInput
{
    public static void RegisterPlatform()
    {
    }
}
