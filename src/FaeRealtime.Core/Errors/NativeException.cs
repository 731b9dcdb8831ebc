namespace FaeRealtime.Core.Errors;

/// <summary>A native library is missing, mismatched or failed.</summary>
public sealed class NativeException : FaeException
{
    /// <inheritdoc cref="FaeException(string, Exception?)"/>
    public NativeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 3;
}
