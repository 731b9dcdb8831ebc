namespace FaeRealtime.Core.Errors;

/// <summary>An image file or data set cannot be read or written.</summary>
public sealed class ImageFileException : FaeException
{
    /// <inheritdoc cref="FaeException(string, Exception?)"/>
    public ImageFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 2;
}
