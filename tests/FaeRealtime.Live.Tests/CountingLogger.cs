using Microsoft.Extensions.Logging;

namespace FaeRealtime.Live.Tests;

internal sealed class CountingLogger : ILogger
{
    private int _errors;

    private int _warnings;

    public int Errors => Volatile.Read(ref _errors);

    /// <summary>Warnings that are no errors.</summary>
    public int Warnings => Volatile.Read(ref _warnings);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Error)
        {
            Interlocked.Increment(ref _errors);
        }
        else if (logLevel == LogLevel.Warning)
        {
            Interlocked.Increment(ref _warnings);
        }
    }
}
