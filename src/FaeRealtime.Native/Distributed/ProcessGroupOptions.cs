namespace FaeRealtime.Native.Distributed;

/// <summary>What the launcher told this process.</summary>
/// <param name="Rank">This process, 0 to <paramref name="World"/> − 1.</param>
/// <param name="World">Processes in all.</param>
public sealed record ProcessGroupOptions(int Rank, int World)
{
    /// <summary>The CUDA device whose memory goes over NCCL, by its number among those that the process sees; null for none. What is in the processor's memory goes over MPI in any case.</summary>
    public int? CudaDevice { get; init; }

    /// <summary>How long ranks wait for each other to start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an exchange waits for the slowest rank.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);
}
