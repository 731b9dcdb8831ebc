using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Distributed;
using TorchSharp;

namespace FaeRealtime.Training.Distributed;

/// <summary>The exchange over a process group. Tensors travel in a few large buckets, because a small message costs as much time as a megabyte.</summary>
/// <param name="group">Taken over.</param>
internal sealed class GroupExchange(ProcessGroup group) : IRankExchange
{
    // PyTorch's DistributedDataParallel sends 25 MB at a time.
    private const long BucketElements = 25L * (1 << 20) / sizeof(float);

    private delegate void Exchange(Span<float> values);

    public int Rank => group.Rank;

    public int World => group.World;

    public bool Sum(IReadOnlyList<torch.Tensor> tensors, bool raised = false)
    {
        using var scope = torch.NewDisposeScope();
        var flag = torch.tensor([raised ? 1f : 0f]);
        InBuckets([.. tensors, flag], values => group.Sum(values));
        return flag.ReadCpuSingle(0) > 0;
    }

    public void Share(IReadOnlyList<torch.Tensor> tensors) => InBuckets(tensors, values => group.Broadcast(values));

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

    private static void InBuckets(IReadOnlyList<torch.Tensor> tensors, Exchange exchange)
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

    // One flat float32 tensor in the processor's memory, exchanged, cut up again.
    private static void Pass(List<torch.Tensor> bucket, Exchange exchange)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var flat = torch.cat([.. bucket.Select(tensor => tensor.detach().reshape(-1).to(torch.float32).cpu())], 0);
        try
        {
            exchange(MemoryMarshal.Cast<byte, float>(flat.bytes));
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
        new($"{failure.Message} What was saved last is whole: start every rank again with --resume.", failure);
}
