namespace FaeRealtime.Core.Errors;

/// <summary>A configuration, recipe, model folder or command-line value is wrong.</summary>
public class ConfigException : FaeException
{
    /// <inheritdoc cref="FaeException(string, Exception?)"/>
    public ConfigException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 2;
}
