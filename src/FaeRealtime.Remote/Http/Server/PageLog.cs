using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaeRealtime.Remote.Http.Server;

/// <summary>Passes on the server's errors and nothing below: requests are no news.</summary>
/// <param name="logger">Receives them. Borrowed.</param>
internal sealed class PageLog(ILogger logger) : ILoggerFactory, ILogger
{
    // A start that fails is thrown, and reported by the caller.
    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal) ? NullLogger.Instance : this;

    public void AddProvider(ILoggerProvider provider)
    {
        // There is one way out.
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    public void Dispose()
    {
        // Nothing is owned.
    }
}
