namespace FaeRealtime.Host.Running;

/// <summary>Runs a verb on a thread of its own, so that the main thread stays free to turn Ctrl+C into a cancellation.</summary>
internal static class VerbThread
{
    public static Task<T> Run<T>(Func<T> verb) =>
        Task.Factory.StartNew(verb, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
