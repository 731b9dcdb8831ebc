namespace Silk.NET.GLFW;

/// <summary>GLFW's <c>GLFWvidmode</c>: the order of the fields is the C layout.</summary>
internal readonly record struct GlfwVideoMode(int Width, int Height, int RedBits, int GreenBits, int BlueBits, int RefreshRate);
