using Microsoft.Extensions.Logging;

namespace FaeRealtime.Host.Logging;

/// <summary>Log lines on stderr: stdout belongs to results.</summary>
internal sealed class StandardErrorLogger(LogLevel lowest) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Console.Error.WriteLine($"fae: {formatter(state, exception)}");
        }
    }
}
