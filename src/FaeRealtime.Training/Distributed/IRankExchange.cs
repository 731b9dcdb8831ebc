using TorchSharp;

namespace FaeRealtime.Training.Distributed;

/// <summary>What the processes of one run, its ranks, tell each other. Every rank makes the same calls in the same order, so each call is also a point where all meet.</summary>
internal interface IRankExchange : IDisposable
{
    /// <summary>This process, from 0. Rank 0 writes everything that a run leaves behind.</summary>
    int Rank { get; }

    /// <summary>Processes in all.</summary>
    int World { get; }

    /// <summary>Replaces tensors by their sums over all ranks, with the same bits on each, and asks a question on the way.</summary>
    /// <param name="tensors">Floating point, any device; of the same shapes on every rank. Written in place.</param>
    /// <param name="raised">This rank's answer.</param>
    /// <returns>Whether any rank raised it.</returns>
    /// <exception cref="Core.Errors.NativeException">A rank is gone or too late.</exception>
    bool Sum(IReadOnlyList<torch.Tensor> tensors, bool raised = false);

    /// <summary>Replaces tensors by those of rank 0.</summary>
    /// <param name="tensors">As for <see cref="Sum"/>.</param>
    /// <exception cref="Core.Errors.NativeException">A rank is gone or too late.</exception>
    void Share(IReadOnlyList<torch.Tensor> tensors);

    /// <summary>Replaces bytes by those of rank 0.</summary>
    /// <param name="bytes">As many on every rank.</param>
    /// <exception cref="Core.Errors.NativeException">A rank is gone or too late.</exception>
    void Share(Span<byte> bytes);

    /// <summary>Leaves word why this rank ends early, for the messages of the others.</summary>
    /// <param name="reason">One line.</param>
    void Leave(string reason);
}

/// <summary>A run of one process: every sum is its own.</summary>
internal sealed class SingleRank : IRankExchange
{
    public int Rank => 0;

    public int World => 1;

    /// <inheritdoc/>
    public bool Sum(IReadOnlyList<torch.Tensor> tensors, bool raised = false) => raised;

    /// <inheritdoc/>
    public void Share(IReadOnlyList<torch.Tensor> tensors)
    {
    }

    public void Share(Span<byte> bytes)
    {
    }

    public void Leave(string reason)
    {
    }

    public void Dispose()
    {
    }
}
