namespace FaeRealtime.Native.Distributed;

/// <summary>Who a rank is and where all ranks meet.</summary>
/// <param name="Rank">This process, 0 to <paramref name="World"/> − 1.</param>
/// <param name="World">Processes in all.</param>
/// <param name="Host">Name or address of the machine of the meeting point.</param>
/// <param name="Port">Its TCP port.</param>
public sealed record ProcessGroupOptions(int Rank, int World, string Host, int Port)
{
    /// <summary>Whether tensors lie on CUDA devices and go over NCCL. Gloo carries what is in the processor's memory in any case.</summary>
    public bool OnDevice { get; init; }

    /// <summary>Whether another process, a launcher, serves the meeting point; otherwise rank 0 does.</summary>
    public bool ServedByLauncher { get; init; }

    /// <summary>Keeps this group's keys apart from others at the same meeting point.</summary>
    public string Prefix { get; init; } = "fae";

    /// <summary>How long ranks wait for each other to start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an exchange waits for the slowest rank. A rank that died is noticed at once, as long as its machine can still say so.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The network interface to use; null for the one that this machine's name resolves to, or the loopback where all ranks meet there.</summary>
    public string? NetworkInterface { get; init; }
}
