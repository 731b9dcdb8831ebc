namespace FaeRealtime.Core.Errors;

/// <summary>A checkpoint file is damaged, incomplete or does not fit the model.</summary>
public class CheckpointException : FaeException
{
    /// <inheritdoc cref="FaeException(string, Exception?)"/>
    public CheckpointException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 2;
}
