namespace FaeRealtime.Core.Errors;

/// <summary>A tensor or buffer does not have the shape that its consumer needs.</summary>
public sealed class ShapeException : FaeException
{
    /// <inheritdoc cref="FaeException(string, Exception?)"/>
    public ShapeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 2;
}
