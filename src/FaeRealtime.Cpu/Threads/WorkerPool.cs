using System.Runtime.ExceptionServices;
using FaeRealtime.Core;

namespace FaeRealtime.Cpu.Threads;

/// <summary>Threads that claim pieces of one work at a time, the caller among them.</summary>
/// <remarks>
/// A thread that is free claims the next piece; the caller waits until all pieces are done, not until all threads have come. A thread that another program holds back
/// thus delays nobody unless it is in the middle of a piece (FLOOR: half the 95th percentile of a barrier when the cores are shared). A worker looks for work for
/// a moment after the last one and then sleeps, so that an idle pool costs nothing and leaves its cores to others. One caller at a time.
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    // Some 75 ns each. A worker waits about 0.1 ms, longer than what lies between two works of one frame: then the core is worth more to others.
    private const int SpinLength = 2;
    private const int SpinsBeforeSleep = 1500;
    private const int SpinsBeforeYield = 100;

    private readonly Thread[] _workers;
    private readonly SemaphoreSlim _wake = new(0);
    private IChunkedWork? _work;
    private ExceptionDispatchInfo? _failure;

    // Round in the upper half, unclaimed pieces in the lower: one word, so that no piece is claimed for a round that is over.
    private long _ticket;
    private int _unfinished;
    private int _asleep;
    private volatile bool _disposed;

    private WorkerPool(int threads)
    {
        Threads = threads;
        _workers = [.. Enumerable.Range(1, threads - 1).Select(number => new Thread(() => Serve(number)) { IsBackground = true, Name = $"fae-cpu-{number}" })];
    }

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">With the caller's; at least 1.</param>
    public static WorkerPool Start(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        using var parts = new PartsInMaking();
        var pool = parts.Add(new WorkerPool(threads));
        Array.ForEach(pool._workers, worker => worker.Start());
        return parts.Finish(pool);
    }

    /// <summary>Threads, the caller's included.</summary>
    public int Threads { get; }

    /// <summary>Workers that sleep until there is work.</summary>
    public int Asleep => Volatile.Read(ref _asleep);

    /// <summary>Does a work and returns when all its pieces are done.</summary>
    /// <param name="chunked">The work. Borrowed.</param>
    /// <param name="chunks">Its pieces.</param>
    public void Run(IChunkedWork chunked, int chunks)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (chunks <= 1 || _workers.Length == 0)
        {
            for (var i = 0; i < chunks; i++)
            {
                chunked.Run(i, 0);
            }

            return;
        }

        Publish(chunked, chunks);
        while (TryClaim(out var chunk))
        {
            Do(chunk, 0);
        }

        var spinner = 0;
        while (Volatile.Read(ref _unfinished) > 0)
        {
            Pause(ref spinner);
        }

        _work = null;
        if (_failure is { } first)
        {
            _failure = null;
            first.Throw();
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_workers.Length > 0)
        {
            _wake.Release(_workers.Length);
        }

        foreach (var worker in _workers.Where(worker => worker.IsAlive))
        {
            worker.Join();
        }

        _wake.Dispose();
    }

    private static void Pause(ref int spins)
    {
        if (++spins < SpinsBeforeYield)
        {
            Thread.SpinWait(SpinLength);
        }
        else
        {
            // The missing piece's thread may wait for this core.
            Thread.Yield();
        }
    }

    private void Publish(IChunkedWork chunked, int chunks)
    {
        _work = chunked;
        Volatile.Write(ref _unfinished, chunks);
        var round = (_ticket >> 32) + 1;
        Interlocked.Exchange(ref _ticket, (round << 32) | (uint)chunks);
        var sleepers = Math.Min(Volatile.Read(ref _asleep), chunks - 1);
        if (sleepers > 0)
        {
            _wake.Release(sleepers);
        }
    }

    // Pieces go from the first to the last; the work still knows its number of pieces as unclaimed + claimed.
    private bool TryClaim(out int chunk)
    {
        while (true)
        {
            var now = Volatile.Read(ref _ticket);
            var left = (int)(uint)now;
            if (left == 0)
            {
                chunk = 0;
                return false;
            }

            if (Interlocked.CompareExchange(ref _ticket, now - 1, now) == now)
            {
                chunk = left - 1;
                return true;
            }
        }
    }

    private void Do(int chunk, int worker)
    {
        try
        {
            _work!.Run(chunk, worker);
        }
#pragma warning disable CA1031 // Carried to the caller of Run: a worker has no one else to tell.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(thrown), null);
        }

        Interlocked.Decrement(ref _unfinished);
    }

    private void Serve(int number)
    {
        var idle = 0;
        while (!_disposed)
        {
            if (TryClaim(out var chunk))
            {
                Do(chunk, number);
                idle = 0;
            }
            else if (++idle < SpinsBeforeSleep)
            {
                Thread.SpinWait(SpinLength);
            }
            else
            {
                Sleep();
                idle = 0;
            }
        }
    }

    // Announced before the last look, so that a work published in between sees a sleeper and wakes it.
    private void Sleep()
    {
        Interlocked.Increment(ref _asleep);
        if ((uint)Interlocked.Read(ref _ticket) == 0 && !_disposed)
        {
            _wake.Wait();
        }

        Interlocked.Decrement(ref _asleep);
    }
}

/// <summary>Work in pieces that do not depend on each other.</summary>
internal interface IChunkedWork
{
    /// <summary>Does one piece.</summary>
    /// <param name="chunk">Which, from 0.</param>
    /// <param name="worker">Who does it, from 0 below the pool's threads: no two at once have the same number.</param>
    void Run(int chunk, int worker);
}
