namespace FaeRealtime.Core.Errors;

/// <summary>What a name asks for does not exist.</summary>
public sealed class NotFoundException : ConfigException
{
    /// <inheritdoc cref="FaeException(string, Exception?)"/>
    public NotFoundException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
