using TorchSharp;

namespace FaeRealtime.Training.Distributed;

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
