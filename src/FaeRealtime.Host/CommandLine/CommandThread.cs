namespace FaeRealtime.Host.CommandLine;

/// <summary>Runs a command on a thread of its own, so that the main thread stays free to turn Ctrl+C into a cancellation.</summary>
internal static class CommandThread
{
    public static Task<T> Run<T>(Func<T> command) =>
        Task.Factory.StartNew(command, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
