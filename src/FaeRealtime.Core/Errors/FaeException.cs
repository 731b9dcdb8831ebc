namespace FaeRealtime.Core.Errors;

/// <summary>An expected failure: its message says what failed, with which values, and what to do.</summary>
/// <param name="message">What failed, the values, the remedy.</param>
/// <param name="innerException">The cause, if another exception is.</param>
public abstract class FaeException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The program's exit status for it: 2 bad configuration or file, 3 device or native failure.</summary>
    public abstract int ExitCode { get; }

    /// <summary>Whether it is about the frozen encoder's weights file, which no model folder holds: a program can add how to name and check one.</summary>
    public bool ConcernsEncoder { get; init; }
}

/// <summary>A configuration, recipe, model folder or command-line value is wrong.</summary>
/// <inheritdoc cref="FaeException(string, Exception?)" path="/param"/>
public sealed class ConfigException(string message, Exception? innerException = null) : FaeException(message, innerException)
{
    /// <summary>Whether what a name asks for does not exist, which HTTP tells apart.</summary>
    public bool IsMissing { get; init; }

    /// <inheritdoc/>
    public override int ExitCode => 2;
}

/// <summary>A checkpoint file is damaged, incomplete or does not fit the model.</summary>
/// <inheritdoc cref="FaeException(string, Exception?)" path="/param"/>
public class CheckpointException(string message, Exception? innerException = null) : FaeException(message, innerException)
{
    /// <inheritdoc/>
    public override int ExitCode => 2;
}

/// <summary>An image file or data set cannot be read or written.</summary>
/// <inheritdoc cref="FaeException(string, Exception?)" path="/param"/>
public sealed class ImageFileException(string message, Exception? innerException = null) : FaeException(message, innerException)
{
    /// <inheritdoc/>
    public override int ExitCode => 2;
}

/// <summary>A tensor or buffer does not have the shape that its consumer needs.</summary>
/// <inheritdoc cref="FaeException(string, Exception?)" path="/param"/>
public sealed class ShapeException(string message, Exception? innerException = null) : FaeException(message, innerException)
{
    /// <inheritdoc/>
    public override int ExitCode => 2;
}

/// <summary>OpenGL, EGL or the window system is missing or failed.</summary>
/// <inheritdoc cref="FaeException(string, Exception?)" path="/param"/>
public sealed class GraphicsException(string message, Exception? innerException = null) : FaeException(message, innerException)
{
    /// <inheritdoc/>
    public override int ExitCode => 3;
}

/// <summary>A native library is missing, mismatched or failed.</summary>
/// <inheritdoc cref="FaeException(string, Exception?)" path="/param"/>
public sealed class NativeException(string message, Exception? innerException = null) : FaeException(message, innerException)
{
    /// <inheritdoc/>
    public override int ExitCode => 3;
}
