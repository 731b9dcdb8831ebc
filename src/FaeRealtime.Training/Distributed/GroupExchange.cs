using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Distributed;
using FaeRealtime.Native.Graphs;
using TorchSharp;

namespace FaeRealtime.Training.Distributed;

/// <summary>The exchange over a process group. Tensors travel in a few large buckets, because a small message costs as much time as a megabyte.</summary>
/// <param name="group">Taken over.</param>
/// <param name="device">Where this rank computes: what lies on a CUDA device stays there if the group can exchange it, else it goes through the processor's memory.</param>
internal sealed class GroupExchange(ProcessGroup group, torch.Device device) : IRankExchange
{
    // PyTorch's DistributedDataParallel sends 25 MB at a time.
    private const long BucketElements = 25L * (1 << 20) / sizeof(float);

    private readonly torch.Device _carrier = group.HasDevice ? device : torch.CPU;

    public int Rank => group.Rank;

    public int World => group.World;

    // The question first: a small message, for which ranks that are early wait without keeping a core busy.
    /// <inheritdoc/>
    public bool Sum(IReadOnlyList<torch.Tensor> tensors, bool raised = false)
    {
        Span<float> flag = [raised ? 1 : 0];
        try
        {
            group.Sum(flag);
        }
        catch (NativeException failure)
        {
            throw Lost(failure);
        }

        InBuckets(tensors, flat => Sum(flat));
        return flag[0] > 0;
    }

    /// <inheritdoc/>
    public void Share(IReadOnlyList<torch.Tensor> tensors) => InBuckets(tensors, flat => Share(flat));

    public void Share(Span<byte> bytes)
    {
        try
        {
            group.Broadcast(bytes);
        }
        catch (NativeException failure)
        {
            throw Lost(failure);
        }
    }

    public void Leave(string reason) => group.Leave(reason);

    public void Dispose() => group.Dispose();

    // Flat tensors are contiguous float32.
    private void Sum(torch.Tensor flat)
    {
        if (group.HasDevice)
        {
            group.SumOnDevice((nint)CudaThread.Locate(flat.Handle).Address, flat.numel());
        }
        else
        {
            group.Sum(MemoryMarshal.Cast<byte, float>(flat.bytes));
        }
    }

    private void Share(torch.Tensor flat)
    {
        if (group.HasDevice)
        {
            group.BroadcastOnDevice((nint)CudaThread.Locate(flat.Handle).Address, flat.numel() * sizeof(float));
        }
        else
        {
            group.Broadcast(flat.bytes);
        }
    }

    private void InBuckets(IReadOnlyList<torch.Tensor> tensors, Action<torch.Tensor> exchange)
    {
        var bucket = new List<torch.Tensor>();
        var elements = 0L;
        foreach (var tensor in tensors)
        {
            if (bucket.Count > 0 && elements + tensor.numel() > BucketElements)
            {
                Pass(bucket, exchange);
                bucket.Clear();
                elements = 0;
            }

            bucket.Add(tensor);
            elements += tensor.numel();
        }

        if (elements > 0)
        {
            Pass(bucket, exchange);
        }
    }

    // One flat float32 tensor where the group works, exchanged, cut up again.
    private void Pass(List<torch.Tensor> bucket, Action<torch.Tensor> exchange)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var flat = torch.cat([.. bucket.Select(tensor => tensor.detach().reshape(-1).to(torch.float32).to(_carrier))], 0);
        try
        {
            exchange(flat);
        }
        catch (NativeException failure)
        {
            throw Lost(failure);
        }

        var start = 0L;
        foreach (var tensor in bucket)
        {
            tensor.copy_(flat.narrow(0, start, tensor.numel()).reshape(tensor.shape));
            start += tensor.numel();
        }
    }

    private static NativeException Lost(NativeException failure) =>
        new($"{failure.Message} What was saved last is whole: start every rank again and resume.", failure) { Subject = "Resume" };
}
