using FaeRealtime.Cpu.Threads;

namespace FaeRealtime.Cpu.Tests.Threads;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_ManyWorks_EveryPieceOnce(int threads)
    {
        using var pool = WorkerPool.Start(threads);
        for (var round = 0; round < 300; round++)
        {
            var work = new Counting(1 + (round % 37), threads);
            pool.Run(work, work.Counts.Length);
            Assert.All(work.Counts, count => Assert.Equal(1, count));
            Assert.True(work.KnownWorkers);
        }
    }

    [Fact]
    public void Run_AfterSleep_WakesTheWorkers()
    {
        using var pool = WorkerPool.Start(2);
        using var met = new Barrier(2);
        for (var round = 0; round < 3; round++)
        {
            // Both pieces must be in work at once: only two threads can meet.
            pool.Run(new Meeting(met), 2);
            Assert.True(SpinWait.SpinUntil(() => pool.Asleep == 1, TimeSpan.FromSeconds(60)));
        }

        Assert.Equal(3, met.CurrentPhaseNumber);
    }

    [Fact]
    public void Run_PieceThrows_CallerGetsItAndThePoolGoesOn()
    {
        using var pool = WorkerPool.Start(3);
        Assert.Throws<InvalidOperationException>(() => pool.Run(new Failing(), 8));
        var work = new Counting(8, 3);
        pool.Run(work, 8);
        Assert.All(work.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Dispose_Twice_EndsTheThreads()
    {
        var pool = WorkerPool.Start(4);
        pool.Dispose();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(new Failing(), 1));
    }

    private sealed class Counting(int pieces, int threads) : IChunkedWork
    {
        public int[] Counts { get; } = new int[pieces];

        public bool KnownWorkers { get; private set; } = true;

        public void Run(int chunk, int worker)
        {
            Interlocked.Increment(ref Counts[chunk]);
            KnownWorkers &= worker >= 0 && worker < threads;
        }
    }

    private sealed class Meeting(Barrier met) : IChunkedWork
    {
        public void Run(int chunk, int worker) => met.SignalAndWait();
    }

    private sealed class Failing : IChunkedWork
    {
        public void Run(int chunk, int worker) => throw new InvalidOperationException($"piece {chunk}");
    }
}
