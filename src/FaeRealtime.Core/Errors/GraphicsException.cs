namespace FaeRealtime.Core.Errors;

/// <summary>OpenGL, EGL or the window system is missing or failed.</summary>
public sealed class GraphicsException : FaeException
{
    /// <inheritdoc cref="FaeException(string, Exception?)"/>
    public GraphicsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 3;
}
