namespace FaeRealtime.Host.Commands.Bench;

/// <summary>Threads that compute without end, as another program on the same cores would.</summary>
internal sealed class BusyThreads : IDisposable
{
    private readonly Thread[] _threads;
    private volatile bool _ends;

    private BusyThreads(int count) => _threads = [.. Enumerable.Range(0, count).Select(i => new Thread(Compute) { IsBackground = true, Name = $"fae busy {i}" })];

    public static BusyThreads Start(int count)
    {
        var busy = new BusyThreads(count);
        Array.ForEach(busy._threads, thread => thread.Start());
        return busy;
    }

    public void Dispose()
    {
        _ends = true;
        Array.ForEach(_threads, thread => thread.Join());
    }

    private void Compute()
    {
        while (!_ends)
        {
            Thread.SpinWait(1000);
        }
    }
}
