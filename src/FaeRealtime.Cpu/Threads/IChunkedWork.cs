namespace FaeRealtime.Cpu.Threads;

/// <summary>Work in pieces that do not depend on each other.</summary>
internal interface IChunkedWork
{
    /// <summary>Does one piece.</summary>
    /// <param name="chunk">Which, from 0.</param>
    /// <param name="worker">Who does it, from 0 below the pool's threads: no two at once have the same number.</param>
    void Run(int chunk, int worker);
}
