using FaeRealtime.Core.Errors;
using Microsoft.Extensions.Logging;

namespace FaeRealtime.Host.CommandLine;

/// <summary>Log lines on stderr. Names in them come from files and networks: no control character reaches the terminal.</summary>
internal sealed class ErrorLog : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Console.Error.WriteLine(Shortened.Printable(formatter(state, exception)));
}
