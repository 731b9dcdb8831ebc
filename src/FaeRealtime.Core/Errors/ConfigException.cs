namespace FaeRealtime.Core.Errors;

/// <summary>A configuration, recipe, model folder or command-line value is wrong.</summary>
public sealed class ConfigException : FaeException
{
    /// <inheritdoc cref="FaeException(string, Exception?)"/>
    public ConfigException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether what a name asks for does not exist, which HTTP tells apart.</summary>
    public bool IsMissing { get; init; }

    /// <inheritdoc/>
    public override int ExitCode => 2;
}
