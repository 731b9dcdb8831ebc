using System.Globalization;
using System.Net;
using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Distributed;

/// <summary>The processes of one training run, able to add and copy memory between them (libtorch's c10d). Every rank makes the same calls in the same order. One thread at a time.</summary>
public sealed unsafe class ProcessGroup : IDisposable
{
    private readonly ProcessGroupOptions options;
    private readonly RollCall rollCall;
    private readonly StoreHandle store;
    private readonly GroupHandle memory;
    private readonly GroupHandle tensors;

    private ProcessGroup(ProcessGroupOptions options, StoreHandle store, GroupHandle memory, GroupHandle tensors)
    {
        this.options = options;
        this.store = store;
        this.memory = memory;
        this.tensors = tensors;
        rollCall = new RollCall(store, options.Rank, options.World);
    }

    /// <summary>What this build can carry exchanges with.</summary>
    /// <exception cref="NativeException">The native part is missing or belongs to another libtorch.</exception>
    public static CollectiveBackend Backends => (CollectiveBackend)C10dNative.fae_c10d_backends();

    /// <summary>This process, 0 to <see cref="World"/> − 1.</summary>
    public int Rank => options.Rank;

    /// <summary>Processes in all.</summary>
    public int World => options.World;

    /// <summary>Meets the other ranks.</summary>
    /// <param name="options">Who and where.</param>
    /// <returns>The group; the caller disposes.</returns>
    /// <exception cref="NativeException">The native part is missing or cannot do it, or not all ranks came in time.</exception>
    public static ProcessGroup Join(ProcessGroupOptions options)
    {
        RequireBackend(CollectiveBackend.Gloo);
        if (options.OnDevice)
        {
            RequireBackend(CollectiveBackend.Nccl);
        }

        StoreHandle? store = null;
        try
        {
            var serves = options.Rank == 0 && !options.ServedByLauncher;
            var start = (long)options.StartTimeout.TotalMilliseconds;
            C10dNative.Check(C10dNative.fae_c10d_store_tcp(options.Host, options.Port, serves ? 1 : 0, options.Prefix, start, out store));
            new RollCall(store, options.Rank, options.World).Gather(options.StartTimeout);
            var memory = Group(options, store, CollectiveBackend.Gloo);
            return new ProcessGroup(options, store, memory, options.OnDevice ? Group(options, store, CollectiveBackend.Nccl) : memory);
        }
        catch (NativeException error)
        {
            store?.Dispose();
            throw new NativeException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Rank {options.Rank} of {options.World} could not meet the others at {options.Host}:{options.Port} within {options.StartTimeout.TotalSeconds:0} s: {error.Message} Start every rank from 0 to {options.World - 1} with the same address and a free port."),
                error);
        }
    }

    /// <summary>Replaces values by their sum over all ranks; every rank gets the same bits.</summary>
    /// <param name="values">As many on every rank.</param>
    /// <exception cref="NativeException">A rank is gone or too late; the message names it.</exception>
    public void Sum(Span<float> values)
    {
        fixed (float* data = values)
        {
            Check(C10dNative.fae_c10d_group_sum(memory, data, values.Length));
        }
    }

    /// <summary>Replaces a tensor by its sum over all ranks; every rank gets the same bits.</summary>
    /// <param name="handle">TorchSharp's handle of a contiguous tensor, of the same shape and type on every rank: on a CUDA device for a group <see cref="ProcessGroupOptions.OnDevice"/>, else in the processor's memory. Borrowed.</param>
    /// <exception cref="NativeException">A rank is gone or too late; the message names it. Or the tensor is of the other kind.</exception>
    public void SumTensor(nint handle) => Check(C10dNative.fae_c10d_group_sum_tensor(tensors, handle));

    /// <summary>Replaces bytes by those of a rank.</summary>
    /// <param name="bytes">As many on every rank.</param>
    /// <param name="root">The rank that gives.</param>
    /// <exception cref="NativeException">A rank is gone or too late; the message names it.</exception>
    public void Broadcast(Span<byte> bytes, int root = 0)
    {
        fixed (byte* data = bytes)
        {
            Check(C10dNative.fae_c10d_group_broadcast(memory, data, bytes.Length, root));
        }
    }

    /// <summary>Replaces a tensor by that of a rank.</summary>
    /// <param name="handle">As for <see cref="SumTensor"/>.</param>
    /// <param name="root">The rank that gives.</param>
    /// <exception cref="NativeException">A rank is gone or too late; the message names it. Or the tensor is of the other kind.</exception>
    public void BroadcastTensor(nint handle, int root = 0) => Check(C10dNative.fae_c10d_group_broadcast_tensor(tensors, handle, root));

    /// <summary>Leaves word for the other ranks why this one ends early.</summary>
    /// <param name="reason">One line.</param>
    public void Leave(string reason) => rollCall.Leave(reason);

    /// <summary>Closes the connections; a rank that is still in an exchange fails there.</summary>
    public void Dispose()
    {
        tensors.Dispose();
        memory.Dispose();
        store.Dispose();
    }

    private static GroupHandle Group(ProcessGroupOptions options, StoreHandle store, CollectiveBackend backend)
    {
        C10dNative.Check(C10dNative.fae_c10d_group_new(
            store, backend, options.Rank, options.World, (long)options.Timeout.TotalMilliseconds, options.NetworkInterface ?? string.Empty, Address(options.Host), out var group));
        return group;
    }

    // A name is left to the resolver of the machine's own name: loopback alone is the same for all ranks by nature.
    private static string Address(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)) ? "127.0.0.1" : string.Empty;

    private static void RequireBackend(CollectiveBackend wanted)
    {
        var built = Backends;
        if (!built.HasFlag(wanted))
        {
            throw new NativeException(
                $"{NativeParts.C10d.FilePath} was built without {wanted}, so training on several processes is not available (built with: {built}). " +
                $"{(wanted == CollectiveBackend.Gloo ? "Install Gloo's headers (Debian: libgloo-dev)" : "Install NCCL's headers and the CUDA toolkit")}, then ./fae setup and build again; libtorch itself must have been built with c10d.");
        }
    }

    private void Check(int status)
    {
        try
        {
            C10dNative.Check(status);
        }
        catch (NativeException error)
        {
            throw new NativeException($"{rollCall.Describe()} ({error.Message}).", error);
        }
    }
}
