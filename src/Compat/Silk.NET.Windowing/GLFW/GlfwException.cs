namespace Silk.NET.GLFW;

public class GlfwException : Exception
{
    public GlfwException()
    {
    }

    public GlfwException(string message)
        : base(message)
    {
    }

    public GlfwException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ErrorCode ErrorCode { get; set; }
}
